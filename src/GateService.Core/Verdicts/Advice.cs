namespace GateService.Core.Verdicts;

/// <summary>What to do next.</summary>
public enum Advice
{
    /// <summary>Go on to the next step.</summary>
    GoOn,

    /// <summary>Roll the change back.</summary>
    RollBack,

    /// <summary>Hold the weight and wait: evidence is not used up by looking.</summary>
    Wait,

    /// <summary>Look at the dependency, or at what both slices share; the change is not shown to be at fault.</summary>
    LookUpstream,

    /// <summary>Look why telemetry does not show a slice: traffic, names, pods.</summary>
    CheckTelemetry,

    /// <summary>Look why the router does not follow the weight.</summary>
    CheckRouting,

    /// <summary>Ask again once New Relic answers.</summary>
    AskAgain,

    /// <summary>Abort or promote by hand: harm is shown, and the policy leaves it to people.</summary>
    DecideByHand,
}
