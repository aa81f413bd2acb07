using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Policies.Telemetry;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>NRQL conditions on the lines of a service's log, and what groups those that say the same.</summary>
internal static class LogConditions
{
    /// <summary>OpenTelemetry's severities: from here on errors.</summary>
    private const int OtelError = 17;

    /// <summary>Levels of pino and bunyan: from here on errors.</summary>
    private const int NumericError = 50;

    /// <summary>New Relic takes five captures in a query, and each message needs two.</summary>
    private const int MostMessages = 2;

    /// <summary>
    /// What stands before the first part of a message that varies, and behind the last: figures, quoted texts, values of keys. A moment at the begin of a line is left out. Both
    /// match whatever is there, because NRQL leaves events out whose facet is null; a quote is written as its code, because a raw text of NRQL cannot hold one.
    /// </summary>
    private const string Head = """(?s)(?:[0-9][0-9TZ:., +-]*)?[^A-Za-z]*(?P<head>[^0-9"\x27{=<>]{0,80}).*""";

    private const string Tail = """(?s)(?:.*[0-9"\x27{=<>])?(?P<tail>[^0-9"\x27{=<>]{0,60}).*""";

    /// <summary>
    /// Lines of the service: that name it, or name none and are told by a pod of ours. Of a cluster that is named, where they name it, or where their pod serves requests
    /// there: agents say no cluster in their lines.
    /// </summary>
    /// <param name="plan">Of the requests.</param>
    /// <param name="lines">The same in the words of lines.</param>
    public static Nrql Lines(EvidencePlan plan, EvidencePlan lines)
    {
        var logs = plan.Telemetry.Logs;
        var named = Names(plan.Service, logs);
        var isOurs = lines is { Judged.IsOurs: true } and ({ Control: null } or { Control.IsOurs: true });
        return Nrql.And(
        [
            isOurs ? Nrql.Create($"({named} OR ({NoneOf(logs.ServiceAttributes)}))") : Nrql.Create($"({named})"),
            SliceConditions.Namespace(plan.Namespace, lines.Telemetry.NamespaceAttributes),
            SliceConditions.Cluster(plan.Cluster, lines.Telemetry.ClusterAttributes),
            OfServingPods(plan, lines),
            logs.Where is { } where ? Nrql.Trusted(where) : Nrql.Empty,
        ]);
    }

    /// <summary>Lines that name the service, and nothing that a pod could be told by.</summary>
    public static Nrql Podless(string service, LogSource logs) => Nrql.Create($"({Names(service, logs)}) AND {NoneOf(logs.PodAttributes)}");

    public static Nrql Error(LogSource logs) => logs.Error is { } said ? Nrql.Trusted(said) : Nrql.Create($"({Nrql.Or(
    [
        .. logs.LevelAttributes.Select(attribute => Nrql.Create($"lower({Id(attribute)}) IN {LogSource.ErrorLevels}")),
        Nrql.Create($"numeric({Id("severity.number")}) >= {OtelError}"),
        Nrql.Create($"numeric({Id(logs.LevelAttributes[0])}) >= {NumericError}"),
    ])})");

    /// <summary>Lines that do not tell their level; null where the policy says by itself what an error line is.</summary>
    public static Nrql? Unlevelled(LogSource logs) => logs.Error is not null ? null
        : Nrql.Create($"({NoneOf([.. logs.LevelAttributes, "severity.number"])}) OR {Id(logs.LevelAttributes[0])} = {"UNKNOWN"}");

    /// <summary>What lines that say the same have in common.</summary>
    public static Nrql Facets(LogSource logs) => Nrql.List([Part(logs, Head), Part(logs, Tail)]);

    /// <summary>Of the first message that a line carries; a dash where it has none, or where New Relic takes no more captures.</summary>
    private static Nrql Part(LogSource logs, string pattern)
    {
        var part = Nrql.Create($"{"-"}");
        foreach (var attribute in logs.MessageAttributes.Take(MostMessages).Reverse())
        {
            part = Nrql.Create($"if({Id(attribute)} IS NULL, {part}, capture({Id(attribute)}, {Nrql.Trusted($"r'{pattern}'")}))");
        }

        return part;
    }

    private static Nrql Names(string service, LogSource logs) => Nrql.Or(logs.ServiceAttributes.Select(attribute => Nrql.Create($"{Id(attribute)} = {service}")));

    private static Nrql NoneOf(IEnumerable<string> attributes) => Nrql.And(attributes.Select(attribute => Nrql.Create($"{Id(attribute)} IS NULL")));

    private static Nrql OfServingPods(EvidencePlan plan, EvidencePlan lines)
    {
        if (plan is not { Cluster: not null, Telemetry.SeesPods: true, Judged.By: SliceBy.PodName or SliceBy.Host } || lines.Telemetry.ClusterAttributes.Count == 0)
        {
            return Nrql.Empty;
        }

        var told = Nrql.Or(lines.Telemetry.ClusterAttributes.Select(attribute => Nrql.Create($"{Id(attribute)} IS NOT NULL")));
        return Nrql.Create($"({told} OR {SliceConditions.FirstValue(lines.Telemetry.PodAttributes)} IN (SELECT uniques({SliceConditions.FirstValue(plan.Judged.Attributes)}, 5000) FROM {RequestRows.Of(plan)} WHERE {SliceConditions.Service(plan)}))");
    }

    private static NrqlIdentifier Id(string name) => new(name);
}
