using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace GateService.Callers;

/// <summary>Finds the caller behind a token, comparing hashes in constant time.</summary>
internal sealed class TokenBook(IOptions<AuthOptions> options)
{
    private readonly List<(byte[] Hash, Caller Caller)> _entries =
        [.. options.Value.Tokens.Select(token => (Convert.FromHexString(token.Sha256), new Caller(token.Name, token.Team, token.Services, token.Namespaces)))];

    public bool IsDisabled { get; } = options.Value.Disabled;

    /// <summary>As in the settings: 64 lower-case hex digits.</summary>
    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    public Caller? Find(string token) => FindHash(Hash(token));

    /// <summary>The caller behind the hash of a token.</summary>
    public Caller? FindHash(string sha256)
    {
        var hash = Convert.FromHexString(sha256);
        Caller? found = null;
        foreach (var (known, caller) in _entries)
        {
            found = CryptographicOperations.FixedTimeEquals(known, hash) ? caller : found;
        }

        return found;
    }
}
