namespace GateService.Cli.Shell;

/// <summary>Environment variables that stand in for options; pipelines set them once.</summary>
internal static class Variables
{
    /// <summary>Where the gate is.</summary>
    public const string Url = "GATE_URL";

    /// <summary>The token.</summary>
    public const string Token = "GATE_TOKEN";

    /// <summary>Which file holds the token.</summary>
    public const string TokenFile = "GATE_TOKEN_FILE";

    /// <summary>A user key of New Relic's.</summary>
    public const string NewRelicKey = "NEW_RELIC_API_KEY";

    /// <summary>Id of the account the key opens.</summary>
    public const string NewRelicAccount = "NEW_RELIC_ACCOUNT_ID";
}
