namespace GateService.Gates;

/// <summary>Section <c>Shares</c>: how much of one process a token and a team may take, so that nobody's questions wait for somebody else's.</summary>
public sealed class SharesOptions
{
    /// <summary>Evaluations under way at once, of all teams, 1 to 1,000. Default 20: as many as <c>NewRelic:Concurrency</c> asks at once.</summary>
    public int Evaluations { get; set; } = 20;

    /// <summary>Of these, of one team, 1 to 1,000. Default 10: whatever one team asks, half is left.</summary>
    public int EvaluationsPerTeam { get; set; } = 10;

    /// <summary>Of these, of one token, 1 to 1,000. Default 8: whatever a team's pipelines ask, its rollouts are not locked out.</summary>
    public int EvaluationsPerToken { get; set; } = 8;

    /// <summary>Questions of one team that wait for their turn, 0 to 10,000. Default 200. As many may wait of one token.</summary>
    public int WaitingPerTeam { get; set; } = 200;

    /// <summary>Questions of one token a minute, all at once if they come so, 0 to 1,000,000; 0 is without limit. Default 3,000.</summary>
    public int RequestsPerMinute { get; set; } = 3000;
}
