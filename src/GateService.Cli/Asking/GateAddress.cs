using GateService.Cli.Shell;

namespace GateService.Cli.Asking;

/// <summary>Where the gate is and who asks.</summary>
/// <param name="Url">Its root.</param>
/// <param name="Token">The token itself; null where a file holds it, or where there is none (a gate that takes everybody).</param>
/// <param name="TokenFile">File with the token: read anew for every request, because tokens of a platform are replaced while a command waits.</param>
internal sealed record GateAddress(Uri Url, string? Token, string? TokenFile)
{
    /// <param name="url">As typed, or null.</param>
    /// <param name="token">As typed, or null.</param>
    /// <param name="tokenFile">As typed, or null.</param>
    /// <param name="surroundings">Whose environment stands in for what was not typed.</param>
    /// <exception cref="FaultException">No address, or one that is none.</exception>
    public static GateAddress Of(string? url, string? token, string? tokenFile, Surroundings surroundings)
    {
        var given = Said(url) ?? Said(surroundings.Environment(Variables.Url))
            ?? throw new FaultException(ExitCode.Usage, $"nobody says where the gate is: give --gate-url https://gate.example.com, or set {Variables.Url}");
        if (!Uri.TryCreate(given, UriKind.Absolute, out var root) || root.Scheme is not ("http" or "https") || root.PathAndQuery != "/")
        {
            throw new FaultException(ExitCode.Usage, $"gate '{given}': expected an address such as https://gate.example.com, without a path");
        }

        var typed = Said(token) is not null || Said(tokenFile) is not null;
        return new GateAddress(
            root,
            Said(token) ?? (typed ? null : Said(surroundings.Environment(Variables.Token))),
            (Said(tokenFile) ?? (typed ? null : Said(surroundings.Environment(Variables.TokenFile)))) is { } file ? surroundings.PathOf(file) : null);
    }

    /// <summary>The token to send now.</summary>
    /// <exception cref="FaultException">Its file cannot be read, or is empty.</exception>
    public async Task<string?> TokenAsync(CancellationToken ct)
    {
        if (Token is not null || TokenFile is null)
        {
            return Token;
        }

        try
        {
            return Said((await File.ReadAllTextAsync(TokenFile, ct)).Trim()) ?? throw new FaultException(ExitCode.Usage, $"the token file {TokenFile} is empty");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FaultException(ExitCode.Usage, $"the token file {TokenFile} cannot be read: {e.Message}", e);
        }
    }

    private static string? Said(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;
}
