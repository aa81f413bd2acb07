using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using GateService.Evidence;

namespace GateService.Starting;

/// <summary>Answers as NerdGraph would about a healthy canary, without leaving the process: every column a query names, in every bucket, for both slices and stable's pods.</summary>
internal sealed partial class MadeNerdGraph : HttpMessageHandler
{
    private const int Pods = 3;
    private const double Requests = 10_000;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // As an answer over a network comes: later, and on another thread.
        await Task.Yield();
        using var question = JsonDocument.Parse(await request.Content!.ReadAsByteArrayAsync(cancellationToken));
        var account = question.RootElement.GetProperty("variables").EnumerateObject()
            .Where(variable => variable.Value.ValueKind == JsonValueKind.String)
            .ToDictionary(variable => variable.Name, variable => new { results = Rows(variable.Value.GetString()!), metadata = new { messages = Array.Empty<string>() } });
        var answer = JsonSerializer.SerializeToUtf8Bytes(new { data = new { actor = new { account } } });
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(answer) { Headers = { { "Content-Type", "application/json" } } } };
    }

    private static List<Dictionary<string, object>> Rows(string nrql)
    {
        (string Facet, double Requests)[] facets = nrql.Contains(" FACET CASES(", StringComparison.Ordinal) ? [("canary", Requests / 10), ("stable", Requests)]
            : nrql.Contains(" FACET k8s.podName", StringComparison.Ordinal) ? [.. Enumerable.Range(0, Pods).Select(pod => ($"{Rehearsal.Service}-{Rehearsal.StableHash}-{pod:x5}", Requests / Pods))]
            : [];
        return [.. facets.Length == 0 ? [] : Buckets(nrql).SelectMany(bucket => facets.Select(facet => Row(nrql, facet.Facet, facet.Requests, bucket.Begin, bucket.End)))];
    }

    private static IEnumerable<(long Begin, long End)> Buckets(string nrql)
    {
        if (Series().Match(nrql) is not { Success: true } series)
        {
            yield return (0, 0);
            yield break;
        }

        var (begin, end, width) = (Number(series, 1) / 1000, Number(series, 2) / 1000, Number(series, 3));
        for (var at = begin; at < end; at += width)
        {
            yield return (at, at + width);
        }
    }

    private static Dictionary<string, object> Row(string nrql, string facet, double requests, long begin, long end)
    {
        var row = new Dictionary<string, object> { ["facet"] = facet };
        if (end > begin)
        {
            (row["beginTimeSeconds"], row["endTimeSeconds"]) = (begin, end);
        }

        foreach (var column in Column().Matches(nrql).Select(match => match.Groups[1].Value))
        {
            row[column] = column is RequestColumns.Requests or RequestColumns.Timed ? requests
                : column is RequestColumns.Untold or RequestColumns.TailSampled ? 0.0
                : column == ClusterColumns.Clusters ? 1.0
                : column.StartsWith('p') ? new Dictionary<string, double> { [column[1..].Replace('_', '.')] = 0.2 }
                : requests / 1000;
        }

        return row;
    }

    private static long Number(Match match, int group) => long.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"SINCE (\d+) UNTIL (\d+) TIMESERIES (\d+) seconds")]
    private static partial Regex Series();

    [GeneratedRegex(@" AS `?([A-Za-z0-9_]+)`?")]
    private static partial Regex Column();
}
