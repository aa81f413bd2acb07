using GateService.Core.Evidence;
using GateService.Core.Policies;

namespace GateService.Core.Judging;

/// <summary>Decides one objective. Pure and stateless: the same arguments give the same finding, bit for bit.</summary>
public interface IJudge
{
    /// <summary>The name a policy selects it by, e.g. <c>threshold</c>.</summary>
    string Name { get; }

    Finding Judge(Objective objective, ObjectiveEvidence evidence, JudgingContext context);
}
