using System.Globalization;
using GateService.Core.Planning;
using GateService.Core.Policies.Telemetry;
using GateService.Core.Requests;
using GateService.Core.Words;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>What the requests of one slice tell at all: a condition that no row can meet counts zero, and proves nothing.</summary>
/// <param name="Name">Of the slice.</param>
/// <param name="Requests">In the window.</param>
/// <param name="Untold">Those that do not tell how they ended.</param>
/// <param name="Timed">Those that tell how long they took.</param>
/// <param name="TailSampled">Those that were kept by how they ended.</param>
internal sealed record Sight(string Name, double Requests, double Untold, double Timed, double TailSampled)
{
    /// <summary>As many may tell nothing, such as those whose client left.</summary>
    private const double MostUntold = 0.1;

    private const double MostUntimed = 0.1;

    /// <summary>Too few tell how they ended for their errors to be all there are.</summary>
    public bool IsBlind => Untold > MostUntold * Requests;

    /// <summary>None tells how long it took.</summary>
    public bool IsTimeless => Requests > 0 && Timed <= 0;

    public static Sight Of(Slice slice, EvidencePlan plan, RequestMeasure measure, IReadOnlyCollection<NrqlRow> window)
    {
        var requests = window.Sum(row => measure.Count(row, RequestColumns.Requests) ?? 0);
        return new Sight(
            EnumNames.Of(slice),
            requests,
            window.Sum(row => measure.Count(row, RequestColumns.Untold) ?? 0),
            window.All(row => measure.Count(row, RequestColumns.Timed) is null) ? requests : window.Sum(row => measure.Count(row, RequestColumns.Timed) ?? 0),
            plan.Telemetry.Sampled == Sampled.Tail ? requests : window.Sum(row => measure.Count(row, RequestColumns.TailSampled) ?? 0));
    }

    /// <summary>Why errors are not all there are; null where they are, but for a few.</summary>
    public string? Blindness(TelemetrySource telemetry, Sight other) => !IsBlind ? null
        : $"{Share(Requests - Untold)} of the {Name}'s requests tell how they ended{(other is { IsBlind: false, Requests: > 0 } ? $", and {other.Name}'s do" : "")}: looked for "
            + $"{string.Join(", ", telemetry.StatusAttributes)} and a mark of error, and 0 errors among rows that cannot tell one prove nothing; {HowToTell(telemetry)}";

    /// <summary>Why nothing is known of durations.</summary>
    public string Timelessness(TelemetrySource telemetry, Sight other) =>
        $"none of the {Name}'s {Quantity.Count(Requests)} requests carries {string.Join(" or ", telemetry.DurationAttributes)}{(other.Timed > 0 ? $", and {other.Name}'s do" : "")}: how long they took cannot be seen; "
        + "send it, or say in the policy where it is (telemetry.durationAttribute and durationUnit)";

    /// <summary>For requests that count in neither Apdex nor latency; null where they are few.</summary>
    public string? Untimed(TelemetrySource telemetry) => Timed > 0 && Timed < (1 - MostUntimed) * Requests
        ? $"{Share(Requests - Timed)} of the {Name}'s requests carry no {string.Join(" or ", telemetry.DurationAttributes)} and count in neither Apdex nor latency"
        : null;

    /// <summary>Why no share of these rows means anything; null where they were kept evenly.</summary>
    public string? Tail => TailSampled > 0
        ? "these spans were kept by a tail sampler, which prefers errors and slow traces: no share of them is a rate; judge the metric that counts every request (telemetry: {kind: otel-metrics})"
        : null;

    private static string HowToTell(TelemetrySource telemetry) => telemetry.EventType == ApmHttp.Source.EventType
        ? "gRPC servers under New Relic's agents for .NET and Ruby send no code: let an interceptor add it as the custom attribute grpc.statusCode "
            + "(.NET: AddCustomAttribute(\"grpc.statusCode\", (int)code)), or judge spans of OpenTelemetry (telemetry: {kind: otel-spans})"
        : "send one of them with every request, or say in the policy what tells (telemetry.error and telemetry.untold)";

    private string Share(double count) => count <= 0 ? "none" : string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0.1, 100 * count / Requests):0.#}%");
}
