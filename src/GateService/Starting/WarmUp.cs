using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GateService.Starting;

/// <summary>
/// One evaluation before anyone is told to ask: the runtime compiles what it runs for the first time, which would make the first answer after every start the
/// slowest. It runs beside the rest of the start, and the gate is ready when both are done.
/// </summary>
internal sealed partial class WarmUp(Rehearsal rehearsal, TimeProvider time, ILogger<WarmUp> log) : IHostedLifecycleService, IHealthCheck, IDisposable
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stopped = new();
    private readonly TaskCompletionSource<string> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Policies are read by now; whatever else starts does so meanwhile.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = Task.Run(RunAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <summary>Who waits for the start waits for this too.</summary>
    public Task StartedAsync(CancellationToken cancellationToken) => _done.Task.WaitAsync(cancellationToken);

    public Task StoppingAsync(CancellationToken cancellationToken) => _stopped.CancelAsync();

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Whoever asks while it is under way is answered when it is done.</summary>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        HealthCheckResult.Healthy(await _done.Task.WaitAsync(cancellationToken));

    public void Dispose() => _stopped.Dispose();

    private async Task RunAsync()
    {
        try
        {
            var started = time.GetTimestamp();
            using var late = CancellationTokenSource.CreateLinkedTokenSource(_stopped.Token);
            late.CancelAfter(Budget);
            await rehearsal.RunAsync(late.Token).WaitAsync(late.Token);
            var took = (long)time.GetElapsedTime(started).TotalMilliseconds;
            Log.Warmed(log, took);
            _done.SetResult("warmed up");
        }
#pragma warning disable CA1031 // The gate works cold as well; a first answer that is slow is no reason not to start.
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (!_stopped.IsCancellationRequested)
            {
                Log.StayedCold(log, e.Message);
            }

            _done.SetResult("not warmed up: the first answer takes longer");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 500, Level = LogLevel.Information, Message = "Warmed up in {ElapsedMilliseconds} ms")]
        public static partial void Warmed(ILogger logger, long elapsedMilliseconds);

        [LoggerMessage(EventId = 501, Level = LogLevel.Warning, Message = "Could not warm up, so that the first answer takes longer: {Why}")]
        public static partial void StayedCold(ILogger logger, string why);
    }
}
