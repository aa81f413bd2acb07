namespace GateService.History;

/// <summary>Keeps rows of closed buckets beside the answers, which never wait for it.</summary>
internal sealed class KeptRowsWriter(KeptRows rows, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Ending = TimeSpan.FromSeconds(2);

    /// <summary>What was learnt last is kept too, where the store takes it at once.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        using var late = new CancellationTokenSource(Ending, time);
        try
        {
            await rows.WriteWaitingAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            // Whoever asks next asks New Relic.
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => rows.IsEnabled ? rows.WriteAsync(stoppingToken) : Task.CompletedTask;
}
