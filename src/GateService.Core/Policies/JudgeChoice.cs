namespace GateService.Core.Policies;

/// <summary>The judge that a policy chose for an objective.</summary>
/// <param name="Name">As policy files say it.</param>
/// <param name="Needs">What it wants to be given.</param>
public sealed record JudgeChoice(string Name, JudgeNeeds Needs)
{
    /// <summary>A judge that compares the value of the window with the limit, and asks for nothing else.</summary>
    public static JudgeChoice OfWindow(string name) => new(name, new JudgeNeeds());
}
