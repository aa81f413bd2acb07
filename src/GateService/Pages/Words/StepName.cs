using GateService.Core.Requests;
using GateService.History;

namespace GateService.Pages.Words;

/// <summary>What a step of a rollout is called.</summary>
internal static class StepName
{
    /// <summary>For example <c>25 %</c>, <c>step 2</c>, <c>beside the steps</c>.</summary>
    /// <param name="decision">Any of the step.</param>
    /// <param name="step">What tells it from the others.</param>
    public static string Of(DecisionEntry decision, string step) => decision.Mode switch
    {
        GateMode.Background => "beside the steps",
        GateMode.Preflight => "before the first step",
        GateMode.Step => decision.Weight is { } weight ? Say.Weight(weight)
            : step.StartsWith("index ", StringComparison.Ordinal) ? $"step {step["index ".Length..]}" : step,
    };
}
