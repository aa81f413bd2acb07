using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace GateService.Benchmarks;

/// <summary>
/// New Relic as a process of its own that costs next to nothing: rows of a healthy canary in the form New Relic has them (totals and leftovers by bucket, metadata), made once for
/// every window and set of columns and sent again from memory. It keeps the last question about each service, for the forwarder to be asked the same.
/// </summary>
internal sealed partial class PlayedNerdGraph
{
    private const int Pods = 6;
    private const double RequestsPerSecond = 100;

    /// <summary>Healthy canaries that differ by chance: were all alike, all or none of them would have something to explain in a minute.</summary>
    private const int Variants = 32;
    private const double Failing = 0.0006;

    private readonly ConcurrentDictionary<string, byte[]> _answers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<int, int> _kinds = new();
    private byte[] _last = [];
    private int _milliseconds;
    private long _requests;
    private long _queries;
    private long _bytes;

    public static async Task RunAsync(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var played = new PlayedNerdGraph();
        app.MapGet("/health", () => "ok");
        app.MapPost("/graphql", played.AnswerAsync);
        app.MapGet("/last", () => Results.Bytes(played._last, "application/json"));
        app.MapGet("/counts", () => Results.Text(string.Create(CultureInfo.InvariantCulture, $"{played._queries} {played._bytes} {played._requests}")));
        app.MapPut("/latency/{milliseconds:int}", (int milliseconds) => { played._milliseconds = milliseconds; });
        await app.RunAsync();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        Interlocked.Increment(ref _requests);
        var question = new MemoryStream((int)http.Request.ContentLength!.Value);
        await http.Request.Body.CopyToAsync(question);
        var parts = Parts(question.GetBuffer().AsMemory(0, (int)question.Length));
        if (_milliseconds > 0)
        {
            await Task.Delay(_milliseconds);
        }

        // Of the usual kind: what is asked once a rollout, or to explain something, is not what a forwarder should be measured by.
        if (_kinds.AddOrUpdate(parts.Count, 1, (_, count) => count + 1) == _kinds.Values.Max())
        {
            _last = question.ToArray();
        }

        http.Response.ContentType = "application/json";
        http.Response.ContentLength = parts.Sum(part => (long)part.Length) + Begin.Length + End.Length;
        http.Response.BodyWriter.Write(Begin);
        parts.ForEach(part => http.Response.BodyWriter.Write(part));
        http.Response.BodyWriter.Write(End);
        await http.Response.BodyWriter.FlushAsync();
        Interlocked.Add(ref _bytes, http.Response.ContentLength.Value);
    }

    private static ReadOnlySpan<byte> Begin => "{\"data\":{\"actor\":{\"account\":{\"id\":1"u8;

    private static ReadOnlySpan<byte> End => "}}}}"u8;

    private List<byte[]> Parts(ReadOnlyMemory<byte> question)
    {
        using var document = JsonDocument.Parse(question);
        var parts = new List<byte[]>();
        foreach (var variable in document.RootElement.GetProperty("variables").EnumerateObject().Where(variable => variable.Value.ValueKind == JsonValueKind.String))
        {
            var nrql = variable.Value.GetString()!;
            Interlocked.Increment(ref _queries);

            // What is counted, how it is told apart, and when; whose it is only as far as healthy canaries differ by chance.
            var variant = HashCode(Service().Match(nrql).Value, 0) % Variants;
            var facet = Math.Max(0, nrql.LastIndexOf(" FACET ", StringComparison.Ordinal));
            var key = string.Concat($"{variant} {variable.Name}", nrql.AsSpan(0, nrql.IndexOf(" FROM ", StringComparison.Ordinal)), nrql.AsSpan(facet, Math.Min(12, nrql.Length - facet)), nrql.AsSpan(nrql.LastIndexOf(" SINCE ", StringComparison.Ordinal)));
            parts.Add(_answers.GetOrAdd(key, _ => Encoding.UTF8.GetBytes($",\"{variable.Name}\":{Answer(nrql, variant)}")));
        }

        return parts;
    }

    private static string Answer(string nrql, int variant)
    {
        var (time, columns) = (Time().Match(nrql), Column().Matches(nrql).Select(match => match.Groups[1].Value).ToList());
        var facets = nrql.Contains(" FACET CASES(", StringComparison.Ordinal) ? [("canary", 0.1), ("stable", 0.9)]
            : nrql.Contains(" FACET k8s.podName", StringComparison.Ordinal) ? Enumerable.Range(0, Pods).Select(pod => ($"service-7d9f8c6b54-{pod:x5}", 0.9 / Pods)).ToArray()
            : [];
        var (begin, end) = (Number(time, 1), Number(time, 2));
        var width = time.Groups[3].Success ? Number(time, 3) : (end - begin) / 1000;
        var (rows, totals, others) = (new List<Dictionary<string, object>>(), new List<Dictionary<string, object>>(), new List<Dictionary<string, object>>());
        for (var at = begin / 1000; facets.Length > 0 && at < end / 1000; at += width)
        {
            (long, long)? bucket = time.Groups[3].Success ? (at, at + width) : null;
            rows.AddRange(facets.Select(facet => Row(columns, facet.Item1, facet.Item2 * RequestsPerSecond * width, bucket, variant)));
            totals.Add(Row(columns, null, facets.Sum(facet => facet.Item2) * RequestsPerSecond * width, bucket, variant));
            others.Add(Row(columns, null, 0, bucket, variant));
        }

        return JsonSerializer.Serialize(new { results = rows, totalResult = totals, otherResult = others, metadata = new { messages = Array.Empty<string>(), timeWindow = new { begin, end } }, queryProgress = (object?)null });
    }

    private static Dictionary<string, object> Row(List<string> columns, string? facet, double requests, (long Begin, long End)? bucket, int variant)
    {
        var row = new Dictionary<string, object>();
        if (facet is not null)
        {
            row["facet"] = facet;
        }

        if (bucket is var (begin, end))
        {
            (row["beginTimeSeconds"], row["endTimeSeconds"]) = (begin, end);
        }

        var dice = new Random(HashCode(facet, (bucket?.Begin ?? 0) + variant));
        foreach (var column in columns)
        {
            row[column] = column switch
            {
                "requests" or "timed" => Math.Round(requests),
                "errors" => Math.Min(Poisson(requests * Failing, dice), Math.Round(requests)),
                "clusters" or "hosts" => 1,
                "duration" => 0.1,
                ['p', .. var percent] when double.TryParse(percent, CultureInfo.InvariantCulture, out _) => new Dictionary<string, double> { [percent] = 0.2 },
                ['s', 'l', 'o', 'w', ..] => Math.Round(requests / 1000),
                _ => 0,
            };
        }

        return row;
    }

    /// <summary>The same in every process.</summary>
    private static int HashCode(string? facet, long begin) => (int)((facet ?? "").Aggregate(begin, (hash, letter) => unchecked((hash * 31) + letter)) & int.MaxValue);

    private static double Poisson(double mean, Random dice)
    {
        var (count, product) = (0, dice.NextDouble());
        for (var limit = Math.Exp(-mean); product > limit; count++)
        {
            product *= dice.NextDouble();
        }

        return count;
    }

    private static long Number(Match match, int group) => long.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@" SINCE (\d+) UNTIL (\d+)(?: TIMESERIES (\d+) seconds)?")]
    private static partial Regex Time();

    [GeneratedRegex("service-[0-9]+'")]
    private static partial Regex Service();

    [GeneratedRegex(@" AS `?([A-Za-z0-9_]+)`?")]
    private static partial Regex Column();
}
