using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using GateService.Core.Requests;
using GateService.Core.Verdicts;
using static GateService.Telemetry.GateTelemetry;

namespace GateService.Telemetry;

/// <summary>
/// The last numbers of every running rollout, for gauges a team can plot and alert on; of each service by itself where a rollout has several. A rollout leaves
/// when it ends, or when nobody asked about it for a while; there are never more than so many, each of a kilobyte or two.
/// </summary>
internal sealed class RunningRollouts(TimeProvider time)
{
    public const int Most = 500;

    /// <summary>
    /// Rollouts with an objective that are ever shown: OpenTelemetry keeps a series once it saw it, and drops what goes beyond its limit without a word, which is set
    /// above this one (<see cref="TelemetrySetup"/>).
    /// </summary>
    public const int MostSeries = 9_000;

    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<(string Cluster, string Namespace, string Rollout, string Service, string Team), (DateTimeOffset Seen, RolloutRow Last)> _rollouts = new();
    private readonly SeriesLimit<(string Cluster, string Namespace, string Rollout, string Service, string Team, string Objective)> _series = new(MostSeries);

    public void Take(GateEvaluation evaluation)
    {
        var request = evaluation.Request;
        if (request.At is not null || request.Mode == GateMode.Preflight)
        {
            return;
        }

        var key = (request.Cluster ?? "", request.Namespace ?? "", request.Rollout, request.Service, request.Team ?? "");
        if (HasEnded(evaluation))
        {
            _rollouts.TryRemove(key, out _);
        }
        else if (evaluation.Findings.Count > 0 && (_rollouts.ContainsKey(key) || HasRoom(key.Item5) || (Forget() > 0 && HasRoom(key.Item5))))
        {
            _rollouts[key] = (time.GetUtcNow(), RolloutRow.Of(request, evaluation.Findings));
        }
    }

    public IEnumerable<Measurement<double>> Values() => PerObjective(numbers => numbers.Value);

    public IEnumerable<Measurement<double>> Stable() => PerObjective(numbers => numbers.Stable);

    public IEnumerable<Measurement<double>> Limits() => PerObjective(numbers => numbers.Limit);

    public IEnumerable<Measurement<double>> Evidence() => PerObjective(numbers => numbers.Harm);

    public IEnumerable<Measurement<double>> FailsAt() => PerObjective(numbers => numbers.FailsAt);

    public IEnumerable<Measurement<double>> Weights() => Current().Where(last => last.Weight is not null && _series.Takes(last.Team, (last.Cluster, last.Namespace, last.Rollout, last.Service, last.Team, ""))).Select(last => new Measurement<double>(last.Weight!.Value, Names(last)));

    /// <summary>A team that runs hundreds leaves room for the others'.</summary>
    private bool HasRoom(string team) => SeriesLimit<string>.LeavesRoom(_rollouts.Keys.Count(key => key.Team == team), Most - _rollouts.Count);

    /// <summary>Argo aborts on a fail, and nothing comes after 100 %.</summary>
    private static bool HasEnded(GateEvaluation evaluation) => evaluation.Verdict == Verdict.Fail
        || evaluation is { Verdict: Verdict.Pass, Request: { Mode: GateMode.Step, StepWeight: >= 100 } };

    private static KeyValuePair<string, object?>[] Names(RolloutRow last) =>
        [new(Tags.Cluster, last.Cluster), new(Tags.Namespace, last.Namespace), new(Tags.Rollout, last.Rollout), new(Tags.Service, last.Service), new(Tags.Team, last.Team)];

    private IEnumerable<Measurement<double>> PerObjective(Func<ObjectiveNumbers, double?> number) =>
        from last in Current()
        from numbers in last.Objectives
        let value = number(numbers)
        where value is { } known && double.IsFinite(known) && _series.Takes(last.Team, (last.Cluster, last.Namespace, last.Rollout, last.Service, last.Team, numbers.Objective))
        select new Measurement<double>(value.Value, [.. Names(last), new(Tags.Objective, numbers.Objective)]);

    private IEnumerable<RolloutRow> Current()
    {
        Forget();
        return _rollouts.Values.Select(entry => entry.Last);
    }

    private int Forget()
    {
        var past = time.GetUtcNow() - Silence;
        return _rollouts.Where(entry => entry.Value.Seen < past).Count(entry => _rollouts.TryRemove(entry));
    }
}
