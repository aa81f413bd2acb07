namespace GateService.Core.Policies;

/// <summary>What a rate or a sum is out of.</summary>
public enum KpiPer
{
    /// <summary>A minute: the number grows with the traffic that the slice gets.</summary>
    Minute,

    /// <summary>A request of the same slice: the number says the same at every weight.</summary>
    Request,
}
