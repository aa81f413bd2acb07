using GateService.Core.Words;

namespace GateService.Cli.Verdicts;

/// <summary>Asks again until time is over.</summary>
internal sealed class Pace(TimeProvider time, TimeSpan wait, TimeSpan every)
{
    private readonly DateTimeOffset _end = time.GetUtcNow() + wait;

    /// <summary>No further question.</summary>
    public bool IsOver => time.GetUtcNow() >= _end;

    /// <summary>How long it may still take.</summary>
    public string Said => $"{Durations.Say(TimeSpan.FromSeconds(Math.Ceiling((_end - time.GetUtcNow()).TotalSeconds)))} left";

    /// <summary>Never beyond the end: the last question is asked there.</summary>
    public Task NextAsync(CancellationToken ct)
    {
        var left = _end - time.GetUtcNow();
        return Task.Delay(left < every ? (left > TimeSpan.Zero ? left : TimeSpan.Zero) : every, time, ct);
    }
}
