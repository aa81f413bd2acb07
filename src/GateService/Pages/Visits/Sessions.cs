using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using GateService.Callers;
using GateService.History;
using Microsoft.Extensions.Options;

namespace GateService.Pages.Visits;

/// <summary>
/// Browsers that signed in. They lie in the store, so every replica knows them and nothing needs a key: a browser holds a random number, the store its hash and
/// the hash of the token it stands for, or what the identity provider said. A token that is taken out of the settings takes its sessions along.
/// </summary>
internal sealed class Sessions(Database database, TokenBook book, People people, IOptions<AuthOptions> options, TimeProvider time)
{
    private const int IdBytes = 32;

    /// <summary>Begins the session of a token that is known: what the browser must bring, and for how long.</summary>
    /// <exception cref="DbException">The store cannot be written.</exception>
    public Task<(string Secret, TimeSpan Lifetime)> OpenAsync(string token, CancellationToken ct) => OpenAsync(TokenBook.Hash(token), "", ct);

    /// <summary>Begins the session of somebody whom the company's identity provider vouches for.</summary>
    /// <param name="person">What is kept of them.</param>
    /// <exception cref="DbException">The store cannot be written.</exception>
    public Task<(string Secret, TimeSpan Lifetime)> OpenForAsync(string person, CancellationToken ct) => OpenAsync("", person, ct);

    /// <summary>Who a browser is; null when it never signed in, its time is over, or its token is no more.</summary>
    /// <exception cref="DbException">The store cannot be read.</exception>
    public async Task<Caller?> FindAsync(string secret, CancellationToken ct)
    {
        var found = await database.ReadAsync(
            (connection, inner) => connection.QuerySingleOrDefaultAsync<Kept?>(new CommandDefinition(
                "SELECT token, person FROM sessions WHERE id = @id AND expires_at > @now", new { id = TokenBook.Hash(secret), now = time.GetUtcNow().ToUnixTimeMilliseconds() }, cancellationToken: inner)),
            ct);
        return found is null ? null
            : found.Person.Length > 0 ? people.Recognise(found.Person)
            : book.RecogniseHash(found.Token) is Recognition.Known known ? known.Caller : null;
    }

    private async Task<(string Secret, TimeSpan Lifetime)> OpenAsync(string token, string person, CancellationToken ct)
    {
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        var now = time.GetUtcNow();
        var session = new { id = TokenBook.Hash(secret), token, person, expires = (now + options.Value.SessionLifetime).ToUnixTimeMilliseconds(), now = now.ToUnixTimeMilliseconds() };
        await database.WriteInTimeAsync(
            (transaction, inner) => transaction.Connection!.ExecuteAsync(new CommandDefinition(
                "DELETE FROM sessions WHERE expires_at <= @now; INSERT INTO sessions (id, token, person, expires_at) VALUES (@id, @token, @person, @expires)", session, transaction, cancellationToken: inner)),
            ct);
        return (secret, options.Value.SessionLifetime);
    }

    /// <exception cref="DbException">The store cannot be written.</exception>
    public Task CloseAsync(string secret, CancellationToken ct) => database.WriteInTimeAsync(
        (transaction, inner) => transaction.Connection!.ExecuteAsync(new CommandDefinition("DELETE FROM sessions WHERE id = @id", new { id = TokenBook.Hash(secret) }, transaction, cancellationToken: inner)),
        ct);

    /// <summary>Goes into the forms of one browser: only who can read its pages knows it.</summary>
    public static string FormToken(string secret) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), "gate form"u8));

    /// <summary>Whom a session stands for; one of the two is empty.</summary>
    private sealed record Kept(string Token, string Person);
}
