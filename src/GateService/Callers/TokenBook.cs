using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace GateService.Callers;

/// <summary>Finds the caller behind a token, comparing hashes in constant time.</summary>
internal sealed class TokenBook(IOptions<AuthOptions> options, TimeProvider time)
{
    private readonly List<Entry> _settings = [.. options.Value.Tokens.Select(Entry.Of)];
    private volatile IReadOnlyList<Entry>? _all;

    public bool IsDisabled { get; } = options.Value.Disabled;

    /// <summary>How many are good now, by name.</summary>
    public int Count => (_all ?? _settings).Count;

    /// <summary>As in the settings: 64 lower-case hex digits.</summary>
    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>Takes tokens from files beside those of the settings, in place of those taken before: what is no longer among them is unknown from now on.</summary>
    public void Use(IEnumerable<TokenOptions> files) => _all = [.. _settings, .. files.Select(Entry.Of)];

    /// <summary>The caller behind a token, or that its time is over; null where nobody knows it.</summary>
    public Recognition? Recognise(string token) => RecogniseHash(Hash(token));

    /// <summary>The same for the hash of a token.</summary>
    public Recognition? RecogniseHash(string sha256)
    {
        var hash = Convert.FromHexString(sha256);
        Entry? found = null;
        foreach (var entry in _all ?? _settings)
        {
            found = CryptographicOperations.FixedTimeEquals(entry.Hash, hash) ? entry : found;
        }

        return found is null ? null
            : found.ExpiresAt is { } end && end <= time.GetUtcNow() ? new Recognition.Refused(StatusCodes.Status401Unauthorized, string.Create(CultureInfo.InvariantCulture, $"token '{found.Caller.Name}' expired at {end.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}: send the one that took its place"))
            : new Recognition.Known(found.Caller);
    }

    private sealed record Entry(byte[] Hash, Caller Caller, DateTimeOffset? ExpiresAt)
    {
        public static Entry Of(TokenOptions token) => new(
            Convert.FromHexString(token.Sha256),
            new Caller(token.Name, token.Team, token.Services, token.Namespaces, token.Roles.Count == 0 ? Caller.UsualRoles : token.Roles.ToFrozenSet()),
            token.ExpiresAt);
    }
}
