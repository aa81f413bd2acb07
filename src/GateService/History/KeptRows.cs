using System.Threading.Channels;
using Dapper;
using GateService.Telemetry;
using GateService.Wire;
using Microsoft.Extensions.Options;

namespace GateService.History;

/// <summary>
/// Blocks of closed buckets in the store, for all replicas. It only ever saves a question: a store that is away, slow or forgets, or holds what cannot be read, gives
/// nothing, at most a moment late, and is then left alone for a while. What is to be kept waits in the process, and is dropped where the store does not keep up.
/// </summary>
internal sealed partial class KeptRows(Database database, IOptions<HistoryOptions> options, TimeProvider time, GateMetrics metrics, ILogger<KeptRows> log)
{
    private const int MostWaiting = 2_000;
    private const int Batch = 100;

    /// <summary>A store that did not answer is left alone for so long: no answer waits for it again and again.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    private readonly Channel<RowBlock> _waiting = Channel.CreateBounded<RowBlock>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private long _failedAt = long.MinValue;

    public bool IsEnabled => database.IsEnabled && options.Value.KeepRowsFor > TimeSpan.Zero;

    /// <summary>Questions about past moments are a rollout's own here, and meet rows as those about the present do.</summary>
    public bool TakesPast => options.Value.PastMoments;

    /// <summary>How long a bucket is asked again after everything of it should have been there.</summary>
    public TimeSpan ClosedAfter => options.Value.ClosedAfter;

    private bool Rests => Volatile.Read(ref _failedAt) is var failed && failed != long.MinValue && time.GetElapsedTime(failed) < Rest;

    /// <summary>What is kept of these questions; nothing where that cannot be said in time.</summary>
    /// <param name="questions">Hashes.</param>
    /// <param name="from">Milliseconds since 1970: blocks that end later.</param>
    /// <param name="to">Blocks that begin earlier.</param>
    /// <param name="patience">How long the caller can wait.</param>
    /// <param name="ct">The caller's own.</param>
    public async Task<ILookup<string, RowBlock>> FindAsync(string[] questions, long from, long to, TimeSpan patience, CancellationToken ct)
    {
        if (!IsEnabled || questions.Length == 0 || Rests)
        {
            return Of([]);
        }

        using var late = Remaining.Of(patience < options.Value.Patience ? patience : options.Value.Patience, time).Ending();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
        try
        {
            var found = await database.ReadForVerdictAsync(
                async (connection, inner) => (await connection.QueryAsync<(string Question, long Begins, long Ends, byte[] Body)>(new CommandDefinition(
                    $"SELECT question, begins, ends, body FROM kept_rows WHERE question {(database.IsPostgres ? "= ANY(@questions)" : "IN @questions")} AND ends > @from AND begins < @to", new { questions, from, to }, cancellationToken: inner))).AsList(),
                either.Token).WaitAsync(either.Token);
            var blocks = found.Select(row => RowBlock.Open(row.Question, row.Begins, row.Ends, row.Body)).ToList();
            if (blocks.Count(block => block is null) is > 0 and var broken)
            {
                metrics.ErrorSeen("store");
                Log.Unreadable(log, broken);
            }

            return Of(blocks.OfType<RowBlock>());
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            Failed(e, "read");
            return Of([]);
        }
    }

    /// <summary>Keeps it some time later, if at all.</summary>
    public void Keep(RowBlock block) => _waiting.Writer.TryWrite(block);

    /// <summary>Writes what waits, and what comes, until the end.</summary>
    public async Task WriteAsync(CancellationToken ct)
    {
        while (await _waiting.Reader.WaitToReadAsync(ct))
        {
            await WriteWaitingAsync(ct);
        }
    }

    /// <summary>Writes what waits.</summary>
    public async Task WriteWaitingAsync(CancellationToken ct)
    {
        var batch = new List<RowBlock>(Batch);
        while (_waiting.Reader.TryRead(out var block))
        {
            batch.Add(block);
            if (batch.Count == Batch || !_waiting.Reader.TryPeek(out _))
            {
                await WriteAsync(batch, ct);
                batch.Clear();
            }
        }
    }

    /// <summary>Writes these now; whether they are kept.</summary>
    public async Task<bool> WriteAsync(IReadOnlyCollection<RowBlock> blocks, CancellationToken ct)
    {
        if (!IsEnabled || Rests)
        {
            return false;
        }

        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var rows = blocks.Select(block => new { block.Question, block.Begins, block.Ends, now, body = block.Close() }).ToList();
        try
        {
            using var late = Remaining.Of(Rest, time).Ending();
            using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
            await database.WriteAsync(
                (transaction, inner) => transaction.Connection!.ExecuteAsync(new CommandDefinition(
                    "INSERT INTO kept_rows (question, begins, ends, kept_at, body) VALUES (@Question, @Begins, @Ends, @now, @body) "
                    + "ON CONFLICT (question, begins) DO UPDATE SET ends = excluded.ends, kept_at = excluded.kept_at, body = excluded.body",
                    rows,
                    transaction,
                    cancellationToken: inner)),
                either.Token).WaitAsync(either.Token);
            return true;
        }
#pragma warning disable CA1031 // Nothing is lost but a question saved.
        catch (Exception e) when (!ct.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Failed(e, "kept");
            return false;
        }
    }

    private static ILookup<string, RowBlock> Of(IEnumerable<RowBlock> blocks) => blocks.ToLookup(block => block.Question, StringComparer.Ordinal);

    private void Failed(Exception e, string what)
    {
        Volatile.Write(ref _failedAt, time.GetTimestamp());
        metrics.ErrorSeen("store");
        Log.Failed(log, what, e);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 305, Level = LogLevel.Warning, Message = "Rows of closed buckets could not be {What}; New Relic is asked for them anew")]
        public static partial void Failed(ILogger logger, string what, Exception exception);

        [LoggerMessage(EventId = 306, Level = LogLevel.Warning, Message = "{Count} blocks of closed buckets cannot be read; New Relic is asked for them anew, and they are written anew")]
        public static partial void Unreadable(ILogger logger, int count);
    }
}
