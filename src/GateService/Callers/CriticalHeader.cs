using System.Buffers.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace GateService.Callers;

/// <summary>
/// What a signed token's head says must be understood by whoever takes it (<c>crit</c>, RFC 7515 section 4.1.11). Nothing of that kind is understood here, and the framework reads past it: such a token
/// may mean something else than it seems to.
/// </summary>
internal static class CriticalHeader
{
    /// <summary>In the place where the framework asks about a genuine token's head: the type, which is not looked at.</summary>
    public static TypeValidator None { get; } = (type, token, _) => Of(token) is { } named ? throw new SecurityTokenInvalidTypeException(named) { InvalidType = named } : type ?? "";

    /// <summary>As it stands there; null where it does not.</summary>
    private static string? Of(SecurityToken token) =>
        JsonSerializer.Deserialize<JsonElement>(Base64Url.DecodeFromChars(((JsonWebToken)token).EncodedHeader)).TryGetProperty("crit", out var named) ? named.GetRawText() : null;
}
