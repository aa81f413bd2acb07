namespace GateService.Demo.Argo;

/// <summary>
/// Walks one rollout through 5, 25, 50 and 100 % as Argo's controller would with the templates in <c>docs/api.md</c>:
/// set the weight, pause ten minutes while the background run measures every minute, then measure the step until it passes,
/// fails or has been inconclusive too often.
/// </summary>
public sealed class RolloutController(SimulatedWorld world, VirtualRollout rollout, WebMetricProvider provider, Screen screen, TimeSpan pace)
{
    private const int PauseMinutes = 10;
    private static readonly int[] Weights = [5, 25, 50, 100];
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly AnalysisRun _background = new(MetricSpec.Background);
    private int _minutes;
    private Measurement? _last;
    private DateTimeOffset? _leftFirstStep;

    public async Task<RolloutOutcome> PlayAsync(CancellationToken ct)
    {
        foreach (var weight in Weights)
        {
            var end = await PauseAsync(weight, ct) ?? await AnalyseAsync(weight, ct);
            if (end is not null)
            {
                return end;
            }
        }

        _background.Terminate();
        return new RolloutOutcome(RolloutPhase.Healthy, 100, _minutes, null, _last!) { LeftFirstStep = _leftFirstStep };
    }

    /// <summary>The pause of one step; an end if the background run stopped the rollout meanwhile.</summary>
    private async Task<RolloutOutcome?> PauseAsync(int weight, CancellationToken ct)
    {
        screen.StepStarted(weight);
        for (var minute = 0; minute < PauseMinutes; minute++)
        {
            await PassMinuteAsync(weight, ct);
            if (_minutes < MetricSpec.Background.InitialDelayMinutes)
            {
                continue;
            }

            var measurement = await provider.MeasureAsync(rollout.BackgroundBody(world.Now), ct);
            screen.BackgroundMeasured(measurement);
            if (_background.Take(measurement) is RunPhase.Failed or RunPhase.Error or RunPhase.Inconclusive)
            {
                return End(_background, "Background analysis phase error/failed", weight, measurement);
            }
        }

        return null;
    }

    /// <summary>The inline analysis at the end of one step; null when the step may be left behind.</summary>
    private async Task<RolloutOutcome?> AnalyseAsync(int weight, CancellationToken ct)
    {
        var run = new AnalysisRun(MetricSpec.Step);
        var stepStartedAt = world.Now - (PauseMinutes * Minute);
        while (true)
        {
            var measurement = await provider.MeasureAsync(rollout.StepBody(weight, stepStartedAt, world.Now), ct);
            screen.StepMeasured(measurement);
            _last = measurement;
            switch (run.Take(measurement))
            {
                case RunPhase.Successful:
                    _leftFirstStep ??= world.Now;
                    return null;
                case RunPhase.Running:
                    await PassMinuteAsync(weight, ct);
                    continue;
                default:
                    return End(run, "Step-based analysis phase error/failed", weight, measurement);
            }
        }
    }

    private async Task PassMinuteAsync(int weight, CancellationToken ct)
    {
        await world.AdvanceAsync(Minute, weight, ct);
        _minutes++;
        await Task.Delay(pace, ct);
    }

    private RolloutOutcome End(AnalysisRun run, string prefix, int weight, Measurement decisive) => run.Phase == RunPhase.Inconclusive
        ? new RolloutOutcome(RolloutPhase.Paused, weight, _minutes, "Paused - InconclusiveAnalysisRun", decisive)
        : new RolloutOutcome(RolloutPhase.Degraded, weight, _minutes, $"RolloutAborted: {prefix}: {run.Message}", decisive);
}
