using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using GateService.Core.Requests;
using GateService.Core.Verdicts;
using static GateService.Telemetry.GateTelemetry;

namespace GateService.Telemetry;

/// <summary>
/// The last findings of every running rollout, for gauges a team can plot and alert on. A rollout leaves when it ends, or when nobody asked
/// about it for a while; there are never more than so many, so that gauges do not grow without end.
/// </summary>
internal sealed class RunningRollouts(TimeProvider time)
{
    private const int Most = 500;
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<(string Namespace, string Rollout), (DateTimeOffset Seen, GateEvaluation Last)> _rollouts = new();

    public void Take(GateEvaluation evaluation)
    {
        var request = evaluation.Request;
        if (request.At is not null || request.Mode == GateMode.Preflight)
        {
            return;
        }

        var key = (request.Namespace ?? "", request.Rollout);
        if (HasEnded(evaluation))
        {
            _rollouts.TryRemove(key, out _);
        }
        else if (evaluation.Findings.Count > 0 && (_rollouts.ContainsKey(key) || _rollouts.Count < Most || Forget() > 0))
        {
            _rollouts[key] = (time.GetUtcNow(), evaluation);
        }
    }

    public IEnumerable<Measurement<double>> Values() => PerObjective(finding => finding.Value);

    public IEnumerable<Measurement<double>> Stable() => PerObjective(finding => finding.StableValue);

    public IEnumerable<Measurement<double>> Limits() => PerObjective(finding => finding.Threshold);

    public IEnumerable<Measurement<double>> Evidence() => PerObjective(finding => finding.Judgement?.Harm);

    public IEnumerable<Measurement<double>> FailsAt() => PerObjective(finding => finding.Judgement?.FailsAt);

    public IEnumerable<Measurement<double>> Weights() => Current().Where(last => last.Request.StepWeight is not null)
        .Select(last => new Measurement<double>(last.Request.StepWeight!.Value, Names(last)));

    /// <summary>Argo aborts on a fail, and nothing comes after 100 %.</summary>
    private static bool HasEnded(GateEvaluation evaluation) => evaluation.Verdict == Verdict.Fail
        || evaluation is { Verdict: Verdict.Pass, Request: { Mode: GateMode.Step, StepWeight: >= 100 } };

    private static KeyValuePair<string, object?>[] Names(GateEvaluation last) =>
    [
        new(Tags.Namespace, last.Request.Namespace ?? ""), new(Tags.Rollout, last.Request.Rollout), new(Tags.Service, last.Request.Service), new(Tags.Team, last.Request.Team ?? ""),
    ];

    private IEnumerable<Measurement<double>> PerObjective(Func<Core.Findings.Finding, double?> number) =>
        from last in Current()
        from finding in last.Findings
        let value = number(finding)
        where value is { } known && double.IsFinite(known)
        select new Measurement<double>(value.Value, [.. Names(last), new(Tags.Objective, finding.Objective)]);

    private IEnumerable<GateEvaluation> Current()
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
