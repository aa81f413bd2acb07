namespace GateService.Core.Words;

/// <summary>The unit of an objective's value and limit. Shares are kept as 0 to 1 and shown as percent.</summary>
public enum Unit
{
    /// <summary>0 to 1, shown as percent.</summary>
    Share,

    /// <summary>Apdex score, 0 to 1.</summary>
    Score,

    Seconds,

    /// <summary>A number without unit.</summary>
    Count,

    /// <summary>Events per minute.</summary>
    PerMinute,

    /// <summary>Events, or a sum, per request of the same slice.</summary>
    PerRequest,
}
