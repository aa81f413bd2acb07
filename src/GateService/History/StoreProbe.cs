using GateService.Telemetry;

namespace GateService.History;

/// <summary>Finds out whether the store takes what it is given, before a decision does: every few seconds, and when somebody asks. Says why where it does not.</summary>
internal sealed partial class StoreProbe(Database database, GateMetrics metrics, TimeProvider time, ILogger<StoreProbe> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private readonly StoreTrial _trial = new(database, time);
    private readonly SemaphoreSlim _asking = new(1, 1);
    private (DateTimeOffset At, string? Trouble)? _last;

    /// <summary>Null when the store takes what it is given; else what is wrong with it. Tried anew when the last answer is some seconds old.</summary>
    public async Task<string?> AskAsync(CancellationToken ct)
    {
        await _asking.WaitAsync(ct);
        try
        {
            if (_last is not { } last || time.GetUtcNow() - last.At >= Fresh)
            {
                _last = last = (time.GetUtcNow(), await TryAsync(ct));
            }

            return last.Trouble;
        }
        finally
        {
            _asking.Release();
        }
    }

    public override void Dispose()
    {
        _asking.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!database.IsEnabled)
        {
            return;
        }

        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            await AskAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<string?> TryAsync(CancellationToken ct)
    {
        using var late = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
        try
        {
            // SQLite works on the thread that calls it.
            if (await Task.Run(() => _trial.RunAsync(either.Token), either.Token).WaitAsync(either.Token))
            {
                return null;
            }

            metrics.ErrorSeen("store");
            Log.FileGone(log);
            return "the file of the store was deleted or replaced: what it held is gone, and a new one is begun";
        }
#pragma warning disable CA1031 // A store that is out of order in a way nobody thought of is out of order.
        catch (Exception e) when (!ct.IsCancellationRequested)
#pragma warning restore CA1031
        {
            var why = StoreTroubles.Say(e);
            metrics.ErrorSeen("store");
            Log.TakesNothing(log, why, e);
            return $"the store takes nothing: {why}";
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 303, Level = LogLevel.Warning, Message = "The store takes nothing, {Why}; no verdict depends on it")]
        public static partial void TakesNothing(ILogger logger, string why, Exception exception);

        [LoggerMessage(EventId = 304, Level = LogLevel.Error, Message = "The file of the store was deleted or replaced: the decisions, anchors and messages in it are gone, and a new one is begun")]
        public static partial void FileGone(ILogger logger);
    }
}
