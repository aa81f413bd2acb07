using System.Globalization;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Words;

namespace GateService.Evidence;

/// <summary>What the logs of both slices tell at all: no error line in a log that is not there proves nothing.</summary>
/// <param name="plan">In the words of lines.</param>
/// <param name="judged">Of the judged slice.</param>
/// <param name="control">Of stable beside it.</param>
/// <param name="podless">Lines of the service that no pod can be told of.</param>
internal sealed class LogSight(EvidencePlan plan, LogLines judged, LogLines control, double podless)
{
    /// <summary>Lines that a slice should have written beside the other's: from there on none is no chance.</summary>
    private const double FewestMissing = 20;

    /// <summary>As many may lack a level: stack traces and access logs are lines, too.</summary>
    private const double MostUnlevelled = 0.5;

    private const string HowToSend =
        "turn on log forwarding in the agent (application_logging.forwarding.enabled), or send it by New Relic's Fluent Bit (chart newrelic-logging) or as OpenTelemetry's logs";

    /// <summary>Why nothing can be said of error lines; null where both logs are there.</summary>
    public string? Silence => judged.Requests + control.Requests <= 0 ? null
        : judged.Lines + control.Lines <= 0 ? podless > 0 ? Podless : $"New Relic holds no {plan.Telemetry.Logs.EventType} events of {plan.Service} with a pod of this rollout: {HowToSend}"
        : IsMissing(judged, control) ? Missing(judged, control)
        : IsMissing(control, judged) ? Missing(control, judged)
        : null;

    /// <summary>Why error lines are not all there are; null where they are.</summary>
    public string? Blindness => IsBlind(judged) ? Blind(judged, control) : judged.StandsStill(plan.Span.Bucket) ? Capped(judged) : null;

    /// <summary>Why stable is no control: it would seem better than it is.</summary>
    public string? StableBlindness => !IsBlind(judged) && IsBlind(control) ? Blind(control, judged) : null;

    /// <summary>Why stable may have logged more than was counted; null where it did not.</summary>
    public string? Cut => control.StandsStill(plan.Span.Bucket) ? Capped(control) : null;

    private string Podless => plan.Judged is { By: SliceBy.Attribute or SliceBy.ReplicaSet } slice
        ? $"{Quantity.Count(podless)} log lines of {plan.Service} carry no {string.Join(" or ", slice.Attributes)}, and canary and stable cannot be told apart without it: send it with every line"
        : $"{Quantity.Count(podless)} log lines of {plan.Service} carry no pod ({string.Join(", ", plan.Telemetry.PodAttributes)}), and canary and stable cannot be told apart: send it with every line, "
            + "or say in the policy where it is (telemetry.logs.podAttributes)";

    private static bool IsMissing(LogLines slice, LogLines other) => slice.Lines <= 0 && other.Requests > 0 && slice.Requests * other.Lines / other.Requests >= FewestMissing;

    private string Missing(LogLines slice, LogLines other) =>
        $"New Relic holds {Quantity.Count(other.Lines)} log lines of {other.Name} and none of {slice.Name}, which served {Quantity.Count(slice.Requests)} requests: its log is not sent, or its lines carry no pod "
        + $"({string.Join(", ", plan.Telemetry.PodAttributes)}), and none of its errors could be seen";

    private static bool IsBlind(LogLines slice) => slice.Lines > 0 && slice.Unlevelled > MostUnlevelled * slice.Lines;

    private string Blind(LogLines slice, LogLines other) => string.Create(
        CultureInfo.InvariantCulture,
        $"{100 * slice.Unlevelled / slice.Lines:0.#}% of the {slice.Name}'s {slice.Lines:N0} log lines tell no level{(other.Lines > 0 && !IsBlind(other) ? $", and {other.Name}'s do" : "")}: looked for {string.Join(", ", plan.Telemetry.Logs.LevelAttributes)}, and 0 error lines among lines that cannot tell one prove nothing; log as JSON, or say in the policy what an error line is (telemetry.logs.error)");

    private static string Capped(LogLines slice) =>
        $"{slice.Name} logs as many lines in every minute, as an agent at its cap does (application_logging.forwarding.max_samples_stored): there may be more, and what is left out may be errors";
}
