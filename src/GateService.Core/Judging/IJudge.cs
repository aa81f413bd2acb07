using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Trials;

namespace GateService.Core.Judging;

/// <summary>Decides one objective. Pure and stateless: the same trial gives the same finding, bit for bit.</summary>
public interface IJudge
{
    /// <summary>The name a policy selects it by, e.g. <c>threshold</c>, and what it wants to be given.</summary>
    JudgeChoice Choice { get; }

    Finding Judge(Trial trial);

    /// <summary>The outcome of <see cref="Judge"/> alone, for whoever needs neither numbers nor words.</summary>
    FindingOutcome Decide(Trial trial) => Judge(trial).Outcome;
}
