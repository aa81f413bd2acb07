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

    /// <summary>File of GitHub Actions that becomes the summary of a job.</summary>
    public const string StepSummary = "GITHUB_STEP_SUMMARY";

    /// <summary>For whom a workflow's own identity is to be signed.</summary>
    public const string OidcAudience = "GATE_OIDC_AUDIENCE";

    /// <summary>Where GitHub Actions signs a job's identity; there where the job may write id-token.</summary>
    public const string IdTokenUrl = "ACTIONS_ID_TOKEN_REQUEST_URL";

    /// <summary>What opens it.</summary>
    public const string IdTokenToken = "ACTIONS_ID_TOKEN_REQUEST_TOKEN";
}
