namespace GateService.History;

/// <summary>
/// Has SQLite copy its log into its file when nobody waits for it. By itself it does so in the commit that makes the log a thousand pages long, which is that of one evaluation in some dozens,
/// and whoever is answered then waits for the disk.
/// </summary>
/// <seealso href="https://sqlite.org/wal.html#checkpointing">checkpointing</seealso>
internal sealed partial class Checkpoints(Database database, TimeProvider time, ILogger<Checkpoints> log) : BackgroundService
{
    /// <summary>Writes after which it is time, however soon: some 30 MB of log.</summary>
    private const int Many = 500;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    /// <summary>Each takes the next commit one wait for the disk: seldom enough that it is none of a hundred answers.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!database.IsEnabled || database.File is null)
        {
            return;
        }

        using var timer = new PeriodicTimer(Look, time);
        var last = time.GetTimestamp();
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (database.Unsettled >= Many || (database.Unsettled > 0 && time.GetElapsedTime(last) >= Interval))
            {
                last = time.GetTimestamp();
                await TryAsync(stoppingToken);
            }
        }
    }

    private async Task TryAsync(CancellationToken ct)
    {
        try
        {
            await database.CheckpointAsync(ct);
        }
#pragma warning disable CA1031 // A store in trouble is told of by its probe; its log is copied later.
        catch (Exception e) when (!ct.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.Later(log, StoreTroubles.Say(e), e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 312, Level = LogLevel.Debug, Message = "The log of the store is copied later: {Why}")]
        public static partial void Later(ILogger logger, string why, Exception exception);
    }
}
