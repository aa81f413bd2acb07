using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Npgsql;

namespace GateService.History;

/// <summary>
/// Keeps decisions and the first sight of each step, in SQLite or PostgreSQL. Its troubles are logged and answered with "no": they never
/// reach a verdict.
/// </summary>
internal sealed partial class DecisionStore : IAsyncDisposable
{
    private readonly DbDataSource _database;
    private readonly TimeSpan _patience;
    private readonly TimeProvider _time;
    private readonly ILogger<DecisionStore> _log;
    private readonly SemaphoreSlim _opening = new(1, 1);
    private DbConnection? _keepsMemoryAlive;
    private volatile bool _ready;

    public DecisionStore(IOptions<HistoryOptions> options, TimeProvider time, ILogger<DecisionStore> log)
    {
        var connectionString = options.Value.ConnectionString;
        IsPostgres = NamesAHost(connectionString);
        _database = IsPostgres ? NpgsqlDataSource.Create(connectionString) : SqliteFactory.Instance.CreateDataSource(connectionString);
        _patience = options.Value.Patience;
        _time = time;
        _log = log;
    }

    public bool IsPostgres { get; }

    /// <summary>Whether a connection string is one of either engine; a typo stops the start, it never waits for a rollout.</summary>
    public static bool Understands(string connectionString)
    {
        try
        {
            _ = NamesAHost(connectionString)
                ? new NpgsqlConnectionStringBuilder(connectionString)
                : (DbConnectionStringBuilder)new SqliteConnectionStringBuilder(connectionString);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Notes that a step is asked about, and answers when it and its rollout first were; null when the store cannot say in time.</summary>
    public async Task<FirstSight?> TryAnchorAsync(StepAnchor step, DateTimeOffset now, TimeSpan limit, CancellationToken ct) =>
        await TryAsync(limit, "anchor a step", async (connection, token) =>
        {
            await connection.ExecuteAsync(new CommandDefinition(
                "INSERT INTO anchors (namespace, rollout, canary_hash, step, first_seen) VALUES (@Namespace, @Rollout, @CanaryHash, @Step, @FirstSeen) ON CONFLICT DO NOTHING",
                new { step.Namespace, step.Rollout, step.CanaryHash, step.Step, FirstSeen = now.ToUnixTimeMilliseconds() },
                cancellationToken: token));
            var seen = await connection.QuerySingleAsync<(long Step, long Rollout)>(new CommandDefinition(
                "SELECT min(CASE WHEN step = @Step THEN first_seen END), min(first_seen) FROM anchors WHERE namespace = @Namespace AND rollout = @Rollout AND canary_hash = @CanaryHash",
                step,
                cancellationToken: token));
            return (FirstSight?)new FirstSight(DateTimeOffset.FromUnixTimeMilliseconds(seen.Step), DateTimeOffset.FromUnixTimeMilliseconds(seen.Rollout));
        }, ct);

    /// <summary>Keeps a decision; false when it could not be kept in time.</summary>
    /// <param name="limit">What is left of the answer's deadline; <see cref="HistoryOptions.Patience"/> where that is less.</param>
    public async Task<bool> TryKeepAsync(StoredDecision decision, TimeSpan limit, CancellationToken ct) =>
        await TryAsync(limit < _patience ? limit : _patience, "keep a decision", async (connection, token) =>
        {
            await connection.ExecuteAsync(new CommandDefinition(
                "INSERT INTO decisions (id, at, service, namespace, rollout, canary_hash, team, verdict, document) "
                + "VALUES (@Id, @At, @Service, @Namespace, @Rollout, @CanaryHash, @Team, @Verdict, @Document)",
                decision,
                cancellationToken: token));
            return true;
        }, ct);

    /// <summary>A decision as it was kept; null when there is none of that id.</summary>
    /// <exception cref="DbException">The store cannot be read.</exception>
    public async Task<StoredDecision?> FindAsync(string id, CancellationToken ct)
    {
        await using var connection = await OpenAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<StoredDecision>(new CommandDefinition(
            "SELECT id, at, service, namespace, rollout, canary_hash AS CanaryHash, team, verdict, document FROM decisions WHERE id = @id", new { id }, cancellationToken: ct));
    }

    /// <summary>The store answers; else why not.</summary>
    public async Task<string?> ProbeAsync(TimeSpan limit, CancellationToken ct) =>
        await TryAsync(limit, "probe the store", (connection, token) => connection.ExecuteScalarAsync<long>(new CommandDefinition("SELECT 1", cancellationToken: token)), ct) == 1
            ? null
            : "the store cannot be reached: check History:ConnectionString";

    public async ValueTask DisposeAsync()
    {
        if (_keepsMemoryAlive is not null)
        {
            await _keepsMemoryAlive.DisposeAsync();
        }

        await _database.DisposeAsync();
        _opening.Dispose();
    }

    private static bool NamesAHost(string connectionString) =>
        connectionString.Contains("Host=", StringComparison.OrdinalIgnoreCase) || connectionString.Contains("Server=", StringComparison.OrdinalIgnoreCase);

    /// <summary>SQLite makes its file, but not the folder of it.</summary>
    private void MakeFolder()
    {
        var builder = new SqliteConnectionStringBuilder(_database.ConnectionString);
        if (builder.Mode != SqliteOpenMode.Memory && builder.DataSource is { Length: > 0 } file && file != ":memory:"
            && Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }
    }

    private async Task<T?> TryAsync<T>(TimeSpan limit, string what, Func<DbConnection, CancellationToken, Task<T>> work, CancellationToken ct)
    {
        using var late = new CancellationTokenSource(limit > TimeSpan.Zero ? limit : TimeSpan.Zero, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
        try
        {
            return await Task.Run(() => RunAsync(work, either.Token), either.Token).WaitAsync(either.Token);
        }
        catch (Exception e) when (e is DbException or OperationCanceledException or IOException or UnauthorizedAccessException or InvalidOperationException or TimeoutException)
        {
            ct.ThrowIfCancellationRequested();
            Log.Failed(_log, what, e);
            return default;
        }
    }

    private async Task<T> RunAsync<T>(Func<DbConnection, CancellationToken, Task<T>> work, CancellationToken ct)
    {
        await using var connection = await OpenAsync(ct);
        return await work(connection, ct);
    }

    private async Task<DbConnection> OpenAsync(CancellationToken ct)
    {
        if (!_ready)
        {
            await PrepareAsync(ct);
        }

        return await _database.OpenConnectionAsync(ct);
    }

    /// <summary>Creates the schema at first use, so that a database that comes up late is still prepared.</summary>
    private async Task PrepareAsync(CancellationToken ct)
    {
        await _opening.WaitAsync(ct);
        try
        {
            if (_ready)
            {
                return;
            }

            if (!IsPostgres)
            {
                MakeFolder();
            }

            var connection = await _database.OpenConnectionAsync(ct);
            await connection.ExecuteAsync(new CommandDefinition(IsPostgres ? Schema : $"PRAGMA journal_mode = WAL; {Schema}", cancellationToken: ct));
            // An in-memory SQLite database lives as long as one connection to it.
            _keepsMemoryAlive = connection;
            _ready = true;
        }
        finally
        {
            _opening.Release();
        }
    }

    private static string Schema { get; } = ReadSchema();

    private static string ReadSchema()
    {
        using var stream = typeof(DecisionStore).Assembly.GetManifestResourceStream("GateService.History.schema.sql")!;
        return new StreamReader(stream).ReadToEnd();
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 300, Level = LogLevel.Warning, Message = "Could not {What}; no verdict depends on it")]
        public static partial void Failed(ILogger logger, string what, Exception exception);
    }
}
