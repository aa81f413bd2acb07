namespace GateService.History;

/// <summary>Keeps rows of closed buckets beside the answers, which never wait for it.</summary>
internal sealed class KeptRowsWriter(KeptRows rows) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => rows.IsEnabled ? rows.WriteAsync(stoppingToken) : Task.CompletedTask;
}
