using System.Globalization;
using NewRelic.Simulator.Ingest;
using NewRelic.Simulator.Storage;
using NewRelic.Simulator.Worlds.Dialects;
using NewRelic.Simulator.Worlds.Traffic;

namespace NewRelic.Simulator.Worlds;

/// <summary>The log of the service's own processes, line by line, as New Relic holds it. Its dice are its own: a world with a log is otherwise the same without.</summary>
internal sealed class ServiceLog(WorldSpec spec, WorldLogs logs, Dialect dialect)
{
    private static readonly (string Text, long Number) Info = ("INFO", 9);
    private static readonly (string Text, long Number) Error = ("ERROR", 17);

    private readonly LogSender _sender = logs.Sender ?? (dialect is ApmDialect ? LogSender.Agent : dialect.Name.StartsWith("otel", StringComparison.Ordinal) ? LogSender.Otel : LogSender.FluentBit);

    public Dice DiceAt(DateTimeOffset second) => new(spec.Seed, "logs", spec.Played(second).ToUnixTimeSeconds());

    /// <summary>What one request of a user wrote.</summary>
    public IEnumerable<SimulatedEvent> Of(Work work, Dice dice)
    {
        if (work is { IsCanary: true } && !logs.OfCanary)
        {
            yield break;
        }

        for (var lines = dice.Poisson(logs.Lines); lines > 0; lines--)
        {
            yield return Line(work, Info, $"handled {work.Route.Method} {work.Route.Path} in {Number(1000 * work.Duration)}ms");
        }

        for (var lines = work.IsCanary && logs.CanaryLines > 0 ? dice.Poisson(logs.CanaryLines) : 0; lines > 0; lines--)
        {
            yield return Line(work, Info, $"cache miss for cart {Id(dice)}, computed anew");
        }

        if (work.Fault is { Expected: false } fault)
        {
            yield return Line(work, Error, $"{fault.Class}: {fault.Message}");
            yield break;
        }

        for (var lines = dice.Chance(logs.Errors) ? 1 + dice.Poisson(logs.Burst - 1) : 0; lines > 0; lines--)
        {
            yield return Line(work, Error, work.IsCanary && logs.Renamed ? $"stale price of sku {Id(dice)}, no answer, next try in {Id(dice) % 900}ms" : $"failed to refresh price of sku {Id(dice)}, retrying in {Id(dice) % 900}ms");
        }

        for (var lines = work.IsCanary && dice.Chance(logs.CanaryErrors) ? 1 + dice.Poisson(logs.Burst - 1) : 0; lines > 0; lines--)
        {
            yield return Line(work, Error, $"inventory row {Id(dice)} not found, using default");
        }
    }

    private SimulatedEvent Line(Work work, (string Text, long Number) level, string message)
    {
        var said = logs.Levels ? message : $"{level.Text} {message}";
        return new SimulatedEvent("Log", work.Moment, new AttributeList((_sender switch
        {
            LogSender.Agent => OfAgent(work, logs.Levels ? level.Text : null, said),
            LogSender.FluentBit => OfFluentBit(work, logs.Levels ? level.Text : null, said),
            LogSender.Otel => OfOtel(work, logs.Levels ? level : null, said),
        }).ToArray()));
    }

    /// <summary>What agents forward: the linking metadata, the level as the framework calls it, neither cluster nor namespace. A container's host name is its pod's.</summary>
    private Shape OfAgent(Work work, string? level, string message) => new Shape()
        .Set("message", message).Set("level", level).Set("entity.guid", Apm.EntityGuid(work.Fleet.AppName)).Set("entity.name", work.Fleet.AppName)
        .Set("hostname", logs.Pods ? work.Pod.Name : null).Set("trace.id", work.Trace).Set("span.id", work.Entry).Set("newrelic.source", "logs.APM");

    /// <summary>What the node's collector knows: pod, namespace, cluster and container, no service; level and message as the JSON line had them.</summary>
    private Shape OfFluentBit(Work work, string? level, string message) => new Shape()
        .Set("message", message).Set("level", level?.ToLowerInvariant()).Set("cluster_name", work.Cluster).Set("namespace_name", work.Fleet.Namespace)
        .Set("pod_name", logs.Pods ? work.Pod.Name : null).Set("container_name", "app").Set("stream", "stdout").Set("newrelic.source", "api.logs");

    private Shape OfOtel(Work work, (string Text, long Number)? level, string message)
    {
        var resource = Otel.Resource(work.Fleet, work.Pod).ToArray().Where(attribute => logs.Pods || attribute.Key is not ("k8s.pod.name" or "host.name"));
        return new Shape().Set(resource).Set("message", message).Set("severity.text", level?.Text).Set("severity.number", level?.Number)
            .Set("trace.id", work.Trace).Set("span.id", work.Entry).Set("otel.library.name", "com.shop.checkout").Set("newrelic.source", "api.logs.otlp");
    }

    private static long Id(Dice dice) => 1_000 + (long)(dice.Uniform() * 90_000);

    private static string Number(double value) => Math.Round(value).ToString(CultureInfo.InvariantCulture);
}
