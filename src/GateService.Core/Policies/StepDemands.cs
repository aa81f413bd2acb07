namespace GateService.Core.Policies;

/// <summary>A demand per step weight.</summary>
public sealed record StepDemands : StepTable<StepDemand>
{
    /// <inheritdoc/>
    public StepDemands(IReadOnlyDictionary<double, StepDemand> byWeight)
        : base(byWeight)
    {
    }
}
