using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NewRelic.Simulator.Worlds.Dialects;
using NewRelic.Simulator.Worlds.Traffic;

namespace NewRelic.Simulator.Tests.Worlds;

/// <summary>
/// Every dialect's names and types against the sample events, which follow the agents' source. Each name of a sample must be sent with the same
/// type; a name no sample of the agent has must stand in <see cref="Beyond"/> with its source. The table in docs/simulator.md is what came out.
/// </summary>
public sealed class DialectNamesTests
{
    private const string Begin = "<!-- dialects: written by DialectNamesTests, UPDATE_DOCS=1 writes it anew -->";
    private const string End = "<!-- /dialects -->";

    /// <summary>Everything that can happen, in a small world.</summary>
    private const string Everything = """
        "kind": "ownRegressionInOutage", "requestsPerSecond": 5, "stablePods": 2,
        "traits": { "probes": true, "backgroundPerMinute": 20, "backgroundErrors": 0.3, "callerErrors": 0.1, "expectedErrors": 0.05, "handledErrors": 0.3, "retries": 0.1, "hangUps": 0.03, "brokenStable": 0.1 },
        "limits": { "transactionsPerMinute": 100000, "errorsPerMinute": 100000, "spansPerMinute": 100000, "traces": "all" }
        """;

    private static readonly Dictionary<string, string[]> SampleFiles = new()
    {
        ["java"] = ["java-http", "java-grpc"],
        ["dotnet"] = ["dotnet-http", "dotnet-grpc"],
        ["go"] = ["go-http", "go-grpc"],
        ["node"] = ["node-http"],
        ["python"] = ["python-http", "python-celery"],
        ["ruby"] = ["ruby-http"],
        ["php"] = ["php-http"],
        ["otel"] = ["otel-http-stable", "otel-grpc"],
        ["otel-old"] = ["otel-http", "otel-grpc"],
        ["otel-metrics"] = ["otel-metrics"],
        ["otel-metrics-old"] = ["otel-metrics"],
    };

    /// <summary>Names of the samples that belong to another dialect or to conventions no SDK sends yet.</summary>
    private static readonly Dictionary<string, string[]> Elsewhere = new()
    {
        // otel-grpc:9 tells the release candidate's names.
        ["otel"] = ["rpc.system.name", "rpc.response.status_code", "otel.status_description"],
        ["otel-old"] = ["rpc.system.name", "rpc.response.status_code", "error.type", "server.address", "server.port"],
        ["otel-metrics"] = ["http.server.duration", "http.method", "http.status_code"],
        ["otel-metrics-old"] = ["http.server.request.duration", "http.client.request.duration", "http.request.method", "url.scheme", "network.protocol.version", "http.response.status_code", "error.type", "server.address", "server.port"],
    };

    /// <summary>What the dialects send beyond the samples, and where the agents' source says so (README of the agents' notes, by section).</summary>
    private static readonly (string Agent, string EventType, string[] Names, string Source)[] Beyond =
    [
        ("java", "Span", ["messaging.system", "messaging.destination.name", "response.status"], "2.3 messages; 1.2 the entry span of gRPC carries the transaction's status"),
        ("dotnet", "Span", ["messaging.system", "messaging.destination.name"], "2.3 messages"),
        ("go", "TransactionError", ["error.expected"], "1.5: only when true"),
        ("node", "Transaction", ["databaseDuration", "databaseCallCount"], "1.3: when any"),
        ("node", "Span", ["db.system", "db.instance", "db.collection", "peer.hostname", "peer.address", "messaging.system", "messaging.destination.name"], "2.3"),
        ("ruby", "Span", ["grpc_type", "grpc_status", "grpc_message", "messaging.system", "messaging.destination.name"], "2.2, 2.3"),
        ("php", "Span", ["messaging.system", "messaging.destination.name", "server.address", "server.port"], "2.3: category message"),
    ];

    [Fact]
    public async Task Every_dialect_sends_the_names_and_types_of_its_samples_and_no_others()
    {
        var table = new StringBuilder("| agent | sample files | shapes | names compared | not sent | of another type | unknown | beyond the samples |\n|---|---|---|---|---|---|---|---|\n");
        var faults = new List<string>();
        foreach (var (agent, files) in SampleFiles)
        {
            var sent = await SentAsync(Dialect.Find(agent)!);
            var samples = files.SelectMany(file => Samples(file).Select(told => (told, Grpc: file.Contains("grpc", StringComparison.Ordinal))))
                .Where(row => !Elsewhere.GetValueOrDefault(agent, []).Contains((string?)row.told["metricName"] ?? "")).ToList();
            var (shapes, compared, missing, mistyped, unknown, beyond) = Compare(agent, samples, sent);
            faults.AddRange(missing.Concat(mistyped).Concat(unknown).Select(fault => $"{agent}: {fault}"));
            table.Append($"| `{agent}` | {string.Join(", ", files)} | {shapes} | {compared} | {missing.Count} | {mistyped.Count} | {unknown.Count} | {beyond} |\n");
        }

        faults.ShouldBeEmpty();
        Document(table.ToString());
    }

    private static (int Shapes, int Compared, List<string> Missing, List<string> Mistyped, List<string> Unknown, int Beyond) Compare(
        string agent, List<(JsonObject Told, bool Grpc)> samples, List<(JsonObject Told, bool Grpc)> sent)
    {
        var (missing, mistyped, unknown, compared) = (new List<string>(), new List<string>(), new List<string>(), 0);
        var wanted = samples.GroupBy(row => Shape(row.Told, row.Grpc)).ToList();
        var elsewhere = Elsewhere.GetValueOrDefault(agent, []);
        foreach (var shape in wanted)
        {
            var (expected, found) = (Types(shape.Select(row => row.Told)), Types(sent.Where(row => Shape(row.Told, row.Grpc) == shape.Key).Select(row => row.Told)));
            foreach (var (name, types) in expected.Where(name => !elsewhere.Contains(name.Key)))
            {
                compared++;
                if (!found.TryGetValue(name, out var of))
                {
                    missing.Add($"{shape.Key} lacks {name}");
                }
                else if (!of.SetEquals(types))
                {
                    mistyped.Add($"{shape.Key} sends {name} as {string.Join("/", of)}, the sample as {string.Join("/", types)}");
                }
            }
        }

        var beyond = Beyond.Where(row => row.Agent == agent).SelectMany(row => row.Names.Select(name => $"{row.EventType} {name}")).ToHashSet();
        var used = new HashSet<string>();
        foreach (var type in samples.GroupBy(row => (string)row.Told["eventType"]!))
        {
            var known = Types(type.Select(row => row.Told));
            foreach (var name in Types(sent.Where(row => (string)row.Told["eventType"]! == type.Key).Select(row => row.Told)).Keys.Where(name => !known.ContainsKey(name)))
            {
                (beyond.Contains($"{type.Key} {name}") ? (Action)(() => used.Add($"{type.Key} {name}")) : () => unknown.Add($"{type.Key} sends {name}, no sample does"))();
            }
        }

        unknown.AddRange(beyond.Except(used).Select(name => $"{name} is listed as beyond the samples and is not"));
        return (wanted.Count, compared, missing, mistyped, unknown, used.Count);
    }

    /// <summary>What an event tells of: names mean different things on a web request, a job, a call of HTTP or of gRPC.</summary>
    private static string Shape(JsonObject told, bool grpc)
    {
        var type = (string)told["eventType"]!;
        var text = told.ToJsonString();
        var isGrpc = grpc || text.Contains("grpc", StringComparison.OrdinalIgnoreCase);
        string Of(string name) => (string?)told[name] ?? "";
        return type switch
        {
            "Transaction" or "TransactionError" => $"{type} {(Of("transactionType") == "Other" || Of("transactionName").StartsWith("Other", StringComparison.Ordinal) ? "other" : isGrpc ? "gRPC" : "HTTP")}",
            "Span" when told.ContainsKey("nr.entryPoint") => "Span entry",
            "Span" when told.ContainsKey("category") => $"Span {Of("category")}{(Of("component").Contains("grpc", StringComparison.OrdinalIgnoreCase) ? " gRPC" : "")}{(told.ContainsKey("messaging.system") ? " message" : "")}",
            "Span" => $"Span {Of("span.kind")} {(told.ContainsKey("rpc.system") || told.ContainsKey("rpc.system.name") ? "gRPC" : told.Any(name => name.Key.StartsWith("db.", StringComparison.Ordinal)) ? "db" : "")}",
            "Metric" => $"Metric {Of("metricName")}",
            _ => type,
        };
    }

    private static Dictionary<string, HashSet<string>> Types(IEnumerable<JsonObject> rows)
    {
        var types = new Dictionary<string, HashSet<string>>();
        foreach (var (name, value) in rows.SelectMany(row => row).Where(name => name.Key is not ("eventType" or "timestamp") && !name.Key.StartsWith("simulator.", StringComparison.Ordinal)))
        {
            types.TryAdd(name, []);
            types[name].Add(value!.GetValueKind() switch { JsonValueKind.String => "text", JsonValueKind.Number => "number", JsonValueKind.Object => "distribution", _ => "boolean" });
        }

        return types;
    }

    private static async Task<List<(JsonObject Told, bool Grpc)>> SentAsync(Dialect dialect)
    {
        var sent = new List<(JsonObject, bool)>();
        foreach (var protocol in dialect.Protocols)
        {
            await using var world = await PlayedWorld.PlayAsync($"\"agent\": \"{dialect.Name}\", \"protocol\": \"{JsonNamingPolicy.CamelCase.ConvertName($"{protocol}")}\", {Everything}", minutes: 2);
            foreach (var type in new[] { "Transaction", "TransactionError", "Span", "SpanEvent", "Metric" })
            {
                foreach (var row in await world.RowsAsync($"SELECT * FROM {type} LIMIT MAX"))
                {
                    row!["eventType"] = type;
                    sent.Add((row.AsObject(), protocol == Protocol.Grpc));
                }
            }
        }

        // Timeslices have no sample: the documentation names their attributes.
        sent.RemoveAll(row => ((string?)row.Item1["metricName"] ?? "").StartsWith("apm.", StringComparison.Ordinal));
        return sent;
    }

    private static IEnumerable<JsonObject> Samples(string file) => File.ReadLines(PathOf($"{file}.ndjson")).Select(line => JsonNode.Parse(line)!.AsObject());

    private static string PathOf(string file, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Samples", file);

    private static void Document(string table, [CallerFilePath] string here = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "docs", "simulator.md");
        var page = File.ReadAllText(path);
        var (from, to) = (page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, page.IndexOf(End, StringComparison.Ordinal));
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") is not null)
        {
            File.WriteAllText(path, $"{page[..from]}\n{table}{page[to..]}");
        }
        else
        {
            page[from..to].Trim().ShouldBe(table.Trim());
        }
    }
}
