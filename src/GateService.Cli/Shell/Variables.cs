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
}
