namespace NewRelic.Simulator.Worlds;

/// <summary>Lets time pass in realtime worlds: every second, by what has really passed times the world's speed.</summary>
internal sealed class RealtimeWorlds(WorldRegistry worlds, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        var last = time.GetTimestamp();
        // Disposing the timer ends the wait without an exception: a host that is disposed without being stopped would log one as a failure.
        await using var stop = stoppingToken.Register(timer.Dispose);
        while (await timer.WaitForNextTickAsync(CancellationToken.None))
        {
            var now = time.GetTimestamp();
            foreach (var world in worlds.All.Where(world => world.Spec.Mode == WorldMode.Realtime))
            {
                world.Pass(time.GetElapsedTime(last, now) * world.Spec.Speed);
            }

            last = now;
        }
    }
}
