using NewRelic.Simulator.Ingest;
using NewRelic.Simulator.Storage;
using NewRelic.Simulator.Worlds.Traffic;

namespace NewRelic.Simulator.Worlds.Dialects;

/// <summary>
/// Timeslice metrics as NRQL shows them: every request counted, whatever the caps on events, by minute and host, without a spread.
/// Errors are those the agent notices, without the expected ones.
/// </summary>
internal static class Timeslices
{
    public static void Tell(List<SimulatedEvent> events, PodMinute minute, Func<Work, bool> notices)
    {
        foreach (var type in minute.Works.GroupBy(work => work.Protocol == Protocol.Queue ? "Other" : "Web"))
        {
            var (durations, errors) = (type.Select(work => work.Duration).ToList(), type.Count(work => notices(work) && work.Fault is not { Expected: true }));
            var rollup = type.Key == "Web" ? "WebTransaction" : "OtherTransaction/all";
            Add(events, minute, "apm.service.transaction.duration", rollup, "seconds", durations, type.Key);
            if (errors > 0)
            {
                Add(events, minute, "apm.service.error.count", $"Errors/{(type.Key == "Web" ? "allWeb" : "allOther")}", "count", [.. Enumerable.Repeat(0.0, errors)], type.Key);
            }
        }

        foreach (var host in minute.Works.SelectMany(work => work.Externals).GroupBy(call => call.Host))
        {
            Add(events, minute, "apm.service.external.host.duration", $"External/{host.Key}/all", "seconds", [.. host.Select(call => call.Duration)], null, host.Key);
        }
    }

    private static void Add(List<SimulatedEvent> events, PodMinute minute, string name, string timeslice, string unit, List<double> values, string? type, string? host = null)
    {
        var app = minute.Fleet.AppName;
        events.Add(new SimulatedEvent("Metric", minute.Begin, new AttributeList(new Shape()
            .Set("metricName", name).Set("metricTimesliceName", timeslice).Set("unit", unit)
            .Set("appName", app).Set("appId", Identity.Number(app)).Set("realAgentId", Identity.Number(app) + 7).Set("entity.guid", Apm.EntityGuid(app)).Set("host", minute.Pod.Name)
            .Set("transactionType", type).Set("external.host", host).Set("endTimestamp", minute.Begin + PodMinute.Length)
            .Set(name, Distribution.Told(values.Count, values.Sum(), values.Min(), values.Max())).ToArray())));
    }
}
