using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GateService.Tests.Hosting;

namespace GateService.Tests.Agents;

/// <summary>
/// One of the sample events that follow the public source of the agents and OpenTelemetry's conventions (tests/NewRelic.Simulator.Tests/Worlds/Samples),
/// and what <c>truth.tsv</c> says of it. Nobody who wrote the gate's queries wrote these.
/// </summary>
internal sealed partial record SampleRow
{
    public const string CanaryHash = "7c9d8b6f54";
    public const string StableHash = "5d6e7f8a9b";

    private static readonly string[] Classes = ["error.class", "errorType", "exception.type"];
    private static readonly string[] Messages = ["error.message", "errorMessage", "exception.message", "otel.status_description", "grpcStatusMessage", "response.statusMessage"];

    public required int Line { get; init; }

    public required string Scenario { get; init; }

    public required JsonObject Told { get; init; }

    /// <summary>A user asked; null where the event is no request at all.</summary>
    public bool? IsRequest { get; init; }

    /// <summary>Y the server's, C the caller's, E expected, N none.</summary>
    public required string Fault { get; init; }

    /// <summary>Who was called; null where the event is no call.</summary>
    public string? Dependency { get; init; }

    public bool IsFailedCall { get; init; }

    /// <summary>Requests it stands for: of a distribution as many as it counts.</summary>
    public double Count { get; init; } = 1;

    /// <summary>No line of the file.</summary>
    public bool IsAdded { get; private init; }

    /// <summary>The line of the file that its request begins with: a request, its errors and its spans happen in one minute, no two requests do.</summary>
    public int Minute { get; private init; }

    public string Type => Text("eventType")!;

    public string Service => Text("appName") ?? Text("service.name")!;

    public string Title => $"line {Line}, {Scenario}";

    private string Group => Text("transactionId") ?? (Type is "Transaction" or "TransactionError" ? Text("guid") : null) ?? Text("trace.id") ?? $"{Line}";

    public static IReadOnlyList<SampleRow> Of(string file)
    {
        var truth = File.ReadLines(PathOf("truth.tsv")).Skip(1).Select(line => line.Split('\t')).Where(row => row[0] == file).ToList();
        var rows = File.ReadLines(PathOf($"{file}.ndjson")).Zip(truth, (line, told) => Judged(new SampleRow
        {
            Line = int.Parse(told[1]),
            Told = JsonNode.Parse(line)!.AsObject(),
            Scenario = told[3],
            IsRequest = told[4] == "-" ? null : told[4] == "Y",
            Fault = told[5],
            Dependency = told[6] == "-" ? null : told[6],
            IsFailedCall = told[7] == "F",
        })).ToList();
        rows.Count.ShouldBe(truth.Count, $"{file}.ndjson and truth.tsv have the same lines");
        rows.ShouldAllBe(row => row.Type == truth[row.Line - 1][2]);
        return [.. rows.Concat(Entries(rows)).Select(row => row with { Minute = rows.First(first => first.Group == row.Group).Line })];
    }

    /// <summary>
    /// The samples show one span of each kind. A request whose call was traced has a span at which it entered, too: that of the file, which says of an error what the request says.
    /// </summary>
    private static IEnumerable<SampleRow> Entries(List<SampleRow> rows)
    {
        var entries = rows.Where(row => row.Told.ContainsKey("nr.entryPoint")).ToList();
        foreach (var call in rows.Where(row => entries.Count > 0 && row.Dependency is not null).DistinctBy(row => row.Group).Where(row => entries.All(entry => entry.Group != row.Group)))
        {
            var request = rows.Find(row => row.Type == "Transaction" && row.Group == call.Group);
            var told = entries[0].Told.DeepClone().AsObject();
            var isMarked = request?.Told["error"]?.GetValue<bool>() == true;
            foreach (var name in told.Select(name => name.Key).ToList())
            {
                if (name.StartsWith("error", StringComparison.Ordinal) && !isMarked)
                {
                    told.Remove(name);
                }
                else if (name.Contains("status", StringComparison.OrdinalIgnoreCase))
                {
                    told[name] = request?.Told[name]?.DeepClone();
                }
            }

            foreach (var (name, of) in new[] { ("transactionId", "transactionId"), ("trace.id", "trace.id"), ("traceId", "traceId"), ("guid", "parentId") })
            {
                told[name] = call.Told[of]?.DeepClone();
            }

            foreach (var absent in told.Where(name => name.Value is null).Select(name => name.Key).ToList())
            {
                told.Remove(absent);
            }

            yield return new SampleRow { Line = call.Line, Scenario = $"entry span of {call.Scenario}", Told = told, Fault = "-", IsAdded = true };
        }
    }

    /// <summary>As the agent of the canary would send it in the minute of its request, and stable's once more with ids of its own.</summary>
    public IEnumerable<string> Lines(DateTimeOffset begin)
    {
        var told = Told.DeepClone().AsObject();
        told["timestamp"] = begin.AddMinutes(Minute).AddSeconds(10 + Line).ToUnixTimeMilliseconds();
        var canary = told.ToJsonString();
        return [canary, Id().Replace(canary, id => new string([.. id.Value.Reverse()])).Replace(CanaryHash, StableHash, StringComparison.Ordinal)];
    }

    /// <summary>What was said of the request's error: on its own event, on its errors and on its spans that are no calls.</summary>
    public static (IReadOnlySet<string> Classes, IReadOnlySet<string> Messages) Said(IEnumerable<SampleRow> rows, SampleRow request)
    {
        var about = rows.Where(row => row.Group == request.Group && row.Dependency is null && !row.IsAdded).ToList();
        return (Said(about, Classes), Said(about, Messages));
    }

    private static HashSet<string> Said(List<SampleRow> rows, string[] names) => [.. rows.SelectMany(row => names.Select(row.Text)).OfType<string>()];

    /// <summary>The list of truths leaves metrics out: those of a server count its users' requests, by the status they ended with.</summary>
    private static SampleRow Judged(SampleRow row)
    {
        if (row.Told.FirstOrDefault(name => name.Value is JsonObject) is not { Value: JsonObject distribution } metric)
        {
            return row;
        }

        var status = (double?)(row.Told["http.response.status_code"] ?? row.Told["http.status_code"]);
        var code = (double?)row.Told["rpc.grpc.status_code"];
        return row with
        {
            IsRequest = metric.Key.Contains(".server.", StringComparison.Ordinal),
            Fault = status >= 500 || code is 2 or 4 or 12 or 13 or 14 or 15 ? "Y" : status >= 400 ? "C" : "N",
            Count = (double)distribution["count"]!,
        };
    }

    private static string PathOf(string file) => Repository.PathOf("tests", "NewRelic.Simulator.Tests", "Worlds", "Samples", file);

    private string? Text(string name) => Told[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    [GeneratedRegex("(?<=\")([0-9a-f]{32}|[0-9a-f]{16})(?=\")")]
    private static partial Regex Id();
}
