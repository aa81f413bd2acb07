using System.Security.Cryptography;
using System.Text;
using GateService.Gates;
using Microsoft.Extensions.Options;

namespace GateService.Auth;

/// <summary>Finds the caller behind a token, comparing hashes in constant time.</summary>
internal sealed class TokenBook(IOptions<AuthOptions> options)
{
    private readonly List<(byte[] Hash, Caller Caller)> _entries =
        [.. options.Value.Tokens.Select(token => (Convert.FromHexString(token.Sha256), new Caller(token.Name, token.Team, token.Services, token.Namespaces)))];

    public bool IsDisabled { get; } = options.Value.Disabled;

    public Caller? Find(string token)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(token));
        Caller? found = null;
        foreach (var (known, caller) in _entries)
        {
            found = CryptographicOperations.FixedTimeEquals(known, hash) ? caller : found;
        }

        return found;
    }
}
