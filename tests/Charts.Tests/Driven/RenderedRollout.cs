using System.Globalization;
using Charts.Tests.Helm;
using GateService.Demo.Argo;
using YamlDotNet.RepresentationModel;

namespace Charts.Tests.Driven;

/// <summary>
/// Walks a rendered Rollout step by step as Argo's controller would: weights, pauses, inline analyses, and the background analysis beside them,
/// every measurement asked of the running gate.
/// </summary>
internal sealed class RenderedRollout(IReadOnlyList<Manifest> workload, IReadOnlyList<Manifest> shared, GateOverSimulator servers)
{
    private readonly Manifest _rollout = workload.Single(manifest => manifest.Kind == "Rollout");
    private (RenderedMetric Metric, AnalysisRun Run, int StartedAt)? _background;
    private int _weight;

    /// <summary>Every measurement by the run that made it.</summary>
    public List<(string Run, int Minute, int Weight, Measurement Measurement)> Measurements { get; } = [];

    /// <summary>The weight at which it ended.</summary>
    public int Weight => _weight;

    /// <summary>The run that stopped it; null where it was promoted to the end.</summary>
    public AnalysisRun? StoppedBy { get; private set; }

    /// <summary>Plays a canary; Successful means promoted.</summary>
    public async Task<RunPhase> PlayAsync(VirtualWorld world)
    {
        var begin = int.Parse(_rollout.Text("spec.strategy.canary.analysis.startingStep"), CultureInfo.InvariantCulture);
        foreach (var (index, step) in _rollout.Maps("spec.strategy.canary.steps").Index())
        {
            if (index == begin)
            {
                _background = (Metric(_rollout.Find("spec.strategy.canary.analysis")!), new AnalysisRun(Metric(_rollout.Find("spec.strategy.canary.analysis")!).Spec), world.Minute);
            }

            if (await PlayStepAsync(step, world) is { } stopped)
            {
                StoppedBy = stopped;
                return stopped.Phase;
            }
        }

        _background?.Run.Terminate();
        return RunPhase.Successful;
    }

    /// <summary>Plays one analysis by itself, such as those of a blue/green switch.</summary>
    public Task<AnalysisRun> AnalyseAsync(string path, VirtualWorld world, int weight)
    {
        _weight = weight;
        return AnalyseAsync(_rollout.Find(path)!, world, null);
    }

    private async Task<AnalysisRun?> PlayStepAsync(YamlMappingNode step, VirtualWorld world)
    {
        if (Manifest.Scalar(step, "setWeight") is { } weight)
        {
            _weight = int.Parse(weight, CultureInfo.InvariantCulture);
            return null;
        }

        if (Manifest.Scalar(step, "pause.duration") is { } duration)
        {
            for (var left = RenderedMetric.Minutes(duration); left > 0; left--)
            {
                if (await PassMinuteAsync(world) is { } stopped)
                {
                    return stopped;
                }
            }

            return null;
        }

        var run = await AnalyseAsync(Manifest.Find(step, "analysis")!, world, world.Minute - 10);
        return run.Phase == RunPhase.Successful ? null : run;
    }

    private async Task<AnalysisRun> AnalyseAsync(YamlNode analysis, VirtualWorld world, int? stepStartedAt)
    {
        var metric = Metric(analysis);
        var run = new AnalysisRun(metric.Spec);
        for (var delay = metric.Spec.InitialDelayMinutes; delay > 0; delay--)
        {
            await PassMinuteAsync(world);
        }

        while (await TakeAsync(metric, run, world, stepStartedAt) == RunPhase.Running)
        {
            if (await PassMinuteAsync(world) is { } stopped)
            {
                return stopped;
            }
        }

        return run;
    }

    /// <summary>A minute goes by, and the background analysis measures once in it; the run if that stopped the rollout.</summary>
    private async Task<AnalysisRun?> PassMinuteAsync(VirtualWorld world)
    {
        await world.PassMinuteAsync(_weight);
        return _background is var (metric, run, startedAt) && world.Minute - startedAt >= metric.Spec.InitialDelayMinutes
            && await TakeAsync(metric, run, world, null) != RunPhase.Running ? run : null;
    }

    private async Task<RunPhase> TakeAsync(RenderedMetric metric, AnalysisRun run, VirtualWorld world, int? stepStartedAt)
    {
        var measurement = await metric.MeasureAsync(servers.Gate, world.At(metric.Body(), stepStartedAt));
        Measurements.Add((metric.Spec.Name, world.Minute, _weight, measurement));
        return run.Take(measurement);
    }

    private RenderedMetric Metric(YamlNode analysis)
    {
        var reference = ((YamlSequenceNode)Manifest.Find(analysis, "templates")!).Children[0];
        var template = (Manifest.Scalar(reference, "clusterScope") == "true" ? shared : workload).Single(manifest =>
            manifest.Kind.EndsWith("AnalysisTemplate", StringComparison.Ordinal) && manifest.Name == Manifest.Scalar(reference, "templateName"));
        return new RenderedMetric(template.Maps("spec.metrics").First(), Arguments.Of(template.Maps("spec.args"), new Manifest((YamlMappingNode)analysis).Maps("args"), _rollout));
    }
}
