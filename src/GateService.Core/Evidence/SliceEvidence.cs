namespace GateService.Core.Evidence;

/// <summary>
/// What New Relic said about one slice for one objective. Nothing reported, zero, and could-not-ask are three different things:
/// zero is <see cref="Measured"/> with a value of 0.
/// </summary>
public abstract record SliceEvidence
{
    private protected SliceEvidence()
    {
    }

    /// <summary>Bucket by bucket since the rollout began, oldest first, empty buckets included: what a statistical judge receives.</summary>
    public abstract IReadOnlyList<Bucket> Buckets { get; init; }

    /// <summary>New Relic answered with observations.</summary>
    /// <param name="Value">The objective's value over the whole window, in its unit.</param>
    /// <param name="Sample">How many observations (requests, events, pods) the value rests on.</param>
    /// <param name="Bad">How many of them count against the canary where the objective is a count of bad events; may be fractional (Apdex); null where it is not a count.</param>
    /// <param name="Buckets">Bucket by bucket.</param>
    public sealed record Measured(double Value, double Sample, double? Bad, IReadOnlyList<Bucket> Buckets) : SliceEvidence;

    /// <summary>New Relic answered: nothing was reported for this slice in the window; earlier buckets of the rollout may hold something.</summary>
    public sealed record NoData : SliceEvidence
    {
        public override IReadOnlyList<Bucket> Buckets { get; init; } = [];
    }

    /// <summary>We could not ask, or the answer could not be read.</summary>
    /// <param name="Cause">Why, in words for people; no secrets.</param>
    public sealed record Unavailable(string Cause) : SliceEvidence
    {
        public override IReadOnlyList<Bucket> Buckets { get; init; } = [];
    }
}
