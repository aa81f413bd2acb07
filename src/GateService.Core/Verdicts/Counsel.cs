namespace GateService.Core.Verdicts;

/// <summary>What follows from a verdict and its cause.</summary>
public static class Counsel
{
    /// <param name="verdict">Of the decision.</param>
    /// <param name="cause">Why; null where nothing is wrong.</param>
    public static Advice Of(Verdict verdict, Cause? cause) => verdict switch
    {
        Verdict.Pass => Advice.GoOn,
        Verdict.Fail => Advice.RollBack,
        Verdict.Inconclusive => cause is { } known ? Of(known) : Advice.Wait,
    };

    private static Advice Of(Cause cause) => cause switch
    {
        Cause.CommonCause or Cause.UpstreamOutage or Cause.StableUnhealthy or Cause.SuspectedDependency or Cause.ErrorsOfOthers or Cause.HurtsStable => Advice.LookUpstream,
        Cause.NothingMeasured or Cause.NoData or Cause.NoControl or Cause.CanarySilent or Cause.PodsReplaced => Advice.CheckTelemetry,
        Cause.SampleRatio or Cause.MissingRequests => Advice.CheckRouting,
        Cause.NotAsked => Advice.AskAgain,
        Cause.HeldByPolicy => Advice.DecideByHand,
        Cause.TooFewSamples or Cause.NotProven or Cause.YoungPods or Cause.SuspectedChange or Cause.WorseThanStable or Cause.HurtsDependency or Cause.OverLimitAlone => Advice.Wait,
    };
}
