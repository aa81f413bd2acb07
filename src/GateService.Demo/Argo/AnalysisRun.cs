namespace GateService.Demo.Argo;

/// <summary>
/// Counts measurements of one metric as Argo Rollouts does (<c>analysis.go: assessMetricStatus</c>): failures and
/// inconclusives are totals, errors count only in a row and never towards <c>count</c>; of several limits exceeded at once the
/// last checked wins: Failed, then Inconclusive, then Error.
/// </summary>
public sealed class AnalysisRun(MetricSpec spec)
{
    private int _count;
    private int _failed;
    private int _inconclusive;
    private int _consecutiveError;
    private int _consecutiveSuccess;

    public RunPhase Phase { get; private set; } = RunPhase.Running;

    /// <summary>What Argo writes into the run and the Rollout; null while running or successful.</summary>
    public string? Message { get; private set; }

    /// <summary>Takes one measurement and returns the phase the run is in after it.</summary>
    public RunPhase Take(Measurement measurement)
    {
        Count(measurement.Phase);
        (Phase, Message) = Assess(measurement);
        return Phase;
    }

    /// <summary>Ends the run from outside, when the rollout completes: what has not failed by then counts as successful.</summary>
    public void Terminate()
    {
        if (Phase == RunPhase.Running)
        {
            Phase = RunPhase.Successful;
        }
    }

    private void Count(MeasurementPhase phase)
    {
        if (phase == MeasurementPhase.Error)
        {
            _consecutiveError++;
            _consecutiveSuccess = 0;
            return;
        }

        _count++;
        _consecutiveError = 0;
        _consecutiveSuccess = phase == MeasurementPhase.Successful ? _consecutiveSuccess + 1 : 0;
        _failed += phase == MeasurementPhase.Failed ? 1 : 0;
        _inconclusive += phase == MeasurementPhase.Inconclusive ? 1 : 0;
    }

    private (RunPhase Phase, string? Message) Assess(Measurement last)
    {
        if (_consecutiveError > spec.ConsecutiveErrorLimit)
        {
            return (RunPhase.Error, Say("Error", "consecutiveErrors", _consecutiveError, "consecutiveErrorLimit", spec.ConsecutiveErrorLimit, last));
        }

        if (_inconclusive > spec.InconclusiveLimit)
        {
            return (RunPhase.Inconclusive, Say("Inconclusive", "inconclusive", _inconclusive, "inconclusiveLimit", spec.InconclusiveLimit, last));
        }

        if (spec.FailureLimit >= 0 && _failed > spec.FailureLimit)
        {
            return (RunPhase.Failed, Say("Failed", "failed", _failed, "failureLimit", spec.FailureLimit, last));
        }

        if (spec.ConsecutiveSuccessLimit is { } successes && _consecutiveSuccess >= successes)
        {
            return (RunPhase.Successful, null);
        }

        return _count < spec.Count || spec.Count is null ? (RunPhase.Running, null) : AtCount();
    }

    private (RunPhase Phase, string? Message) AtCount() => spec.ConsecutiveSuccessLimit switch
    {
        null => (RunPhase.Successful, null),
        _ when spec.FailureLimit >= 0 => (RunPhase.Inconclusive, null),
        _ => (RunPhase.Failed, null),
    };

    private string Say(string phase, string what, int value, string limitName, int limit, Measurement last) =>
        $"Metric \"{spec.Name}\" assessed {phase} due to {what} ({value}) > {limitName} ({limit})"
        + (last.Message is null ? "" : $": \"Error Message: {last.Message}\"");
}
