namespace GateService.Core.Policies;

/// <summary>A consequence per step weight.</summary>
public sealed record Consequences : StepTable<Consequence>
{
    /// <inheritdoc/>
    public Consequences(IReadOnlyDictionary<double, Consequence> byWeight)
        : base(byWeight)
    {
    }

    /// <summary>Harm fails the rollout at every weight: what a policy means that says nothing.</summary>
    public static Consequences Failing { get; } = new(new Dictionary<double, Consequence> { [0] = Consequence.Fail });
}
