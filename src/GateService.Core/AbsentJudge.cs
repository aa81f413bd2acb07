using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Judging;
using GateService.Core.Judging.Threshold;
using GateService.Core.Policies;
using GateService.Core.Trials;

namespace GateService.Core;

/// <summary>Stands in for a judge that a kept decision names and that is there no more: nobody can say what it would have found.</summary>
internal sealed class AbsentJudge(JudgeChoice choice) : IJudge
{
    public JudgeChoice Choice => choice;

    public Finding Judge(Trial trial) => new ThresholdJudge().Judge(new Trial(
        trial.Objective,
        new ObjectiveEvidence(trial.Objective.Name, new SliceEvidence.Unavailable($"the policy names a judge '{choice.Name}', and there is none of that name"), new SliceEvidence.NoData(), []),
        trial.Context));
}
