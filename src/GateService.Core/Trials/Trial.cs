using GateService.Core.Evidence;
using GateService.Core.Policies;

namespace GateService.Core.Trials;

/// <summary>One objective put to the test: its evidence, and, worked out when somebody asks, the buckets of it that count.</summary>
public sealed class Trial
{
    private KeptBuckets? _kept;
    private IReadOnlyList<Bucket>? _judged;
    private IReadOnlyList<Bucket>? _control;

    /// <param name="objective">What must hold.</param>
    /// <param name="evidence">What is known of it.</param>
    /// <param name="context">What is known beside that.</param>
    public Trial(Objective objective, ObjectiveEvidence evidence, JudgingContext context) => (Objective, Evidence, Context) = (objective, evidence, context);

    /// <summary>What must hold; a limit that stable does not keep at any time is what it was instead (<see cref="UsualFailures"/>).</summary>
    public Objective Objective { get; }

    /// <summary>The limit as the policy has it, where <see cref="Objective"/> has another; else null.</summary>
    public StepLimits? Written { get; init; }

    public ObjectiveEvidence Evidence { get; }

    public JudgingContext Context { get; }

    /// <summary>What is left of stable in each bucket of <see cref="Evidence"/>, where one of its pods is left out; empty where all of it is there.</summary>
    internal IReadOnlyList<PodPart> ControlParts { get; init; } = [];

    /// <summary>Which buckets count, by clock and traffic; the same for all that is made of the same requests.</summary>
    internal KeptBuckets Kept => _kept ??= KeptBuckets.Of(Objective, Evidence, Context);

    /// <summary>The judged slice in the buckets that count.</summary>
    internal IReadOnlyList<Bucket> Judged => _judged ??= Kept.Select(Evidence.Judged.Buckets);

    /// <summary>Stable in the same buckets; empty buckets where there is no control.</summary>
    internal IReadOnlyList<Bucket> Control => _control ??= Kept.IsControlled ? Kept.Select(Evidence.Control.Buckets) : [.. Judged.Select(bucket => new Bucket(bucket.Begin, 0, 0, BadAgainstStable: 0))];

    /// <summary>The same requests, some of whose errors are booked elsewhere: which buckets count hangs on requests alone.</summary>
    internal Trial With(ObjectiveEvidence evidence) => ReferenceEquals(evidence, Evidence) ? this : new Trial(Objective, evidence, Context) { _kept = Kept, Written = Written, ControlParts = ControlParts };
}
