namespace GateService.Cli.Asking;

/// <summary>Who asks, as it was typed; what is null was not.</summary>
/// <param name="Token">The token itself.</param>
/// <param name="File">File that holds it.</param>
/// <param name="Audience">Audience of a workflow's own identity.</param>
internal sealed record GivenToken(string? Token, string? File, string? Audience)
{
    /// <summary>Something was typed: the environment has no say then.</summary>
    public bool IsTyped => !string.IsNullOrWhiteSpace(Token) || !string.IsNullOrWhiteSpace(File) || !string.IsNullOrWhiteSpace(Audience);
}
