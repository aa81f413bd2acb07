namespace GateService.Core.Findings;

/// <summary>Which of an objective's gates decided.</summary>
public enum GateKind
{
    /// <summary>Limit and margin.</summary>
    Ordinary,

    /// <summary>Half of all requests fail, whoever they blame: a dead canary.</summary>
    Emergency,

    /// <summary>A fifth of the requests fail by its own errors, all at once.</summary>
    Sudden,
}
