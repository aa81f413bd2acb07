using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Npgsql;

namespace GateService.History;

/// <summary>
/// SQLite or PostgreSQL behind one door. SQLite works on the thread that calls it, sleeps there while another process holds the file, and takes one writer at
/// a time: it has threads of its own, one of them for writing, so that nothing else ever waits for it. What a verdict needs to read waits for no page.
/// The schema is brought up to date at first use: a database that comes up late is still prepared.
/// </summary>
internal sealed class Database : IAsyncDisposable
{
    private const int Readers = 4;
    private const int VerdictReaders = 2;
    private static readonly TimeSpan Ending = TimeSpan.FromSeconds(2);

    private readonly DbDataSource _source;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _opening = new(1, 1);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly ReadTurns _teams = new();
    private readonly TimeSpan _patience;
    private readonly StoreThreads? _reading;
    private readonly StoreThreads? _deciding;
    private readonly StoreThreads? _writing;
    private readonly StoreThreads? _copying;
    private DbConnection? _keepsMemoryAlive;
    private volatile bool _ready;
    private int _unsettled;

    public Database(IOptions<HistoryOptions> options, TimeProvider time)
    {
        var connectionString = options.Value.ConnectionString;
        _patience = options.Value.Patience;
        IsEnabled = options.Value.Enabled;
        LatestPast = options.Value.PastMoments ? 1 : 0;
        IsPostgres = ConnectionText.NamesAHost(connectionString);
        File = IsPostgres ? null : SqliteFile.Of(connectionString, _patience);
        _source = IsPostgres ? NpgsqlDataSource.Create(ConnectionText.Impatient(connectionString)) : SqliteFactory.Instance.CreateDataSource(File?.ConnectionString ?? connectionString);
        _time = time;
        if (!IsPostgres)
        {
            (_reading, _deciding) = (new StoreThreads("store reader", Readers), new StoreThreads("verdict reader", VerdictReaders));
            (_writing, _copying) = (new StoreThreads("store writer", 1), new StoreThreads("store checkpointer", 1));
        }
    }

    /// <summary>False: nothing is kept, and nothing of this is ever called.</summary>
    public bool IsEnabled { get; }

    public bool IsPostgres { get; }

    /// <summary>Where SQLite keeps it; null for PostgreSQL and in memory.</summary>
    public SqliteFile? File { get; }

    /// <summary>Largest value of <c>past</c> that counts as a rollout's own life: 0, or 1 where past moments count too.</summary>
    public long LatestPast { get; }

    /// <summary>Writes since the last <see cref="CheckpointAsync"/>.</summary>
    public int Unsettled => Volatile.Read(ref _unsettled);

    /// <summary>Whether what was thrown tells of the store rather than of a bug of ours.</summary>
    public static bool IsTrouble(Exception e) => e is (DbException or IOException or UnauthorizedAccessException or TimeoutException) and not BadHttpRequestException;

    /// <summary>For pages, lists and all that nobody's rollout waits for.</summary>
    public async Task<T> ReadAsync<T>(Func<DbConnection, CancellationToken, Task<T>> work, CancellationToken ct)
    {
        using var turn = await _teams.TakeAsync(ct);
        return await ReadOnAsync(_reading, work, ct);
    }

    /// <summary>What a verdict waits for.</summary>
    public Task<T> ReadForVerdictAsync<T>(Func<DbConnection, CancellationToken, Task<T>> work, CancellationToken ct) => ReadOnAsync(_deciding, work, ct);

    /// <summary>All of <paramref name="work"/> in one transaction.</summary>
    public Task<T> WriteAsync<T>(Func<DbTransaction, CancellationToken, Task<T>> work, CancellationToken ct) => OnAsync(_writing, async () =>
    {
        await using var connection = await OpenAsync(isWriting: true, ct);
        using var turn = await TakeTurnAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var result = await work(transaction, ct);
        await transaction.CommitAsync(ct);
        Interlocked.Increment(ref _unsettled);
        return result;
    }, ct);

    /// <summary>The same for somebody who sits and waits: what is not written within <c>History:Patience</c> is not written.</summary>
    /// <exception cref="TimeoutException">It was not.</exception>
    public async Task<T> WriteInTimeAsync<T>(Func<DbTransaction, CancellationToken, Task<T>> work, CancellationToken ct)
    {
        using var late = new CancellationTokenSource(_patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
        try
        {
            return await WriteAsync(work, either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException($"the store took no write within {_patience.TotalSeconds:0.#} s", e);
        }
    }

    /// <summary>Work that writes by another way than <see cref="WriteAsync"/>, in the same queue.</summary>
    public Task<T> InTurnAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken ct) => OnAsync(_writing, async () =>
    {
        using var turn = await TakeTurnAsync(ct);
        return await work(ct);
    }, ct);

    /// <summary>Copies what SQLite's log holds into its file, beside whoever writes; nothing elsewhere.</summary>
    public Task CheckpointAsync(CancellationToken ct)
    {
        Interlocked.Exchange(ref _unsettled, 0);
        return IsPostgres ? Task.CompletedTask : OnAsync(_copying, async () =>
        {
            await using var connection = await OpenAsync(isWriting: true, ct);
            return await connection.ExecuteAsync(new CommandDefinition("PRAGMA wal_checkpoint(PASSIVE)", cancellationToken: ct));
        }, ct);
    }

    /// <summary>Lets go of a file that is not the one at its path any more; the next use makes or prepares the one that is.</summary>
    public async Task ReopenAsync(CancellationToken ct)
    {
        await _opening.WaitAsync(ct);
        try
        {
            _ready = false;
            if (_keepsMemoryAlive is { } held)
            {
                _keepsMemoryAlive = null;
                await held.DisposeAsync();
            }

            File?.ForgetConnections();
        }
        finally
        {
            _opening.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Closing a connection under another thread's transaction rolls back what that one just commits: who began may end, for a while.
        var (isOpen, isWritten) = (await _opening.WaitAsync(Ending), await _turn.WaitAsync(Ending));
        if (_keepsMemoryAlive is not null)
        {
            await _keepsMemoryAlive.DisposeAsync();
        }

        await _source.DisposeAsync();
        _reading?.Dispose();
        _deciding?.Dispose();
        _writing?.Dispose();
        _copying?.Dispose();
        // Whoever still waits finds the store closed; a disposed semaphore would leave him waiting.
        if (isOpen)
        {
            _opening.Release();
        }

        if (isWritten)
        {
            _turn.Release();
        }
    }

    private static Task<T> OnAsync<T>(StoreThreads? threads, Func<Task<T>> work, CancellationToken ct) =>
        threads is null ? work() : Task.Factory.StartNew(work, ct, TaskCreationOptions.DenyChildAttach, threads).Unwrap();

    private Task<T> ReadOnAsync<T>(StoreThreads? threads, Func<DbConnection, CancellationToken, Task<T>> work, CancellationToken ct) => OnAsync(threads, async () =>
    {
        await using var connection = await OpenAsync(isWriting: false, ct);
        return await work(connection, ct);
    }, ct);

    /// <summary>Work that is truly asynchronous leaves the thread of the writer, and must not meet another's transaction there.</summary>
    private async Task<WriterTurn?> TakeTurnAsync(CancellationToken ct) => IsPostgres ? null : await WriterTurn.TakeAsync(_turn, ct);

    private async Task<DbConnection> OpenAsync(bool isWriting, CancellationToken ct)
    {
        if (!_ready)
        {
            await PrepareAsync(ct);
        }

        var connection = await _source.OpenConnectionAsync(ct);
        if (isWriting && !IsPostgres)
        {
            await connection.ExecuteAsync(SqliteFile.Writing);
        }

        return connection;
    }

    private async Task PrepareAsync(CancellationToken ct)
    {
        await _opening.WaitAsync(ct);
        try
        {
            if (_ready)
            {
                return;
            }

            if (IsPostgres)
            {
                await using var postgres = await _source.OpenConnectionAsync(ct);
                await Migrations.ApplyAsync(postgres, isPostgres: true, _time, ct);
            }
            else
            {
                await PrepareFileAsync(ct);
            }

            _ready = true;
        }
        finally
        {
            _opening.Release();
        }
    }

    private async Task PrepareFileAsync(CancellationToken ct)
    {
        File?.MakeFolder();
        // An in-memory SQLite database lives as long as one connection to it.
        _keepsMemoryAlive ??= await _source.OpenConnectionAsync(ct);
        await _keepsMemoryAlive.ExecuteAsync(new CommandDefinition("PRAGMA journal_mode = WAL", cancellationToken: ct));
        await Migrations.ApplyAsync(_keepsMemoryAlive, isPostgres: false, _time, ct);
    }
}
