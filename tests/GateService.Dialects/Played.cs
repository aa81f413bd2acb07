namespace GateService.Dialects;

/// <summary>What the gate made of one rollout.</summary>
/// <param name="Speaker">Who told of it.</param>
/// <param name="Scenario">What it was.</param>
/// <param name="Verdict">After ten minutes.</param>
/// <param name="FailedAfter">Minutes until it was failed first; null where it never was.</param>
/// <param name="Errors">The canary's failed requests, of whatever origin.</param>
/// <param name="Attributed">Of these as many as the gate books on the side they belong to.</param>
/// <param name="Reason">The gate's, after ten minutes.</param>
internal sealed record Played(Speaker Speaker, Scenario Scenario, string Verdict, int? FailedAfter, double Errors, double Attributed, string Reason)
{
    public bool IsRight => Scenario.Right switch
    {
        Right.Pass => Verdict == "pass" && FailedAfter is null,
        Right.Fail => FailedAfter is not null,
    };

    /// <summary>What the table shows of it.</summary>
    public string Word => FailedAfter is null ? Verdict : "fail";
}
