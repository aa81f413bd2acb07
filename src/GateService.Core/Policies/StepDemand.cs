namespace GateService.Core.Policies;

/// <summary>What it takes to leave a step behind.</summary>
public enum StepDemand
{
    /// <summary>No harm was seen, and it is said how small a regression could have been seen.</summary>
    NoHarm,

    /// <summary>The canary is proven to be within the step's proof boundary.</summary>
    Proven,
}
