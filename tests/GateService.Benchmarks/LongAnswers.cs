using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace GateService.Benchmarks;

/// <summary>A NerdGraph on loopback whose answers are long: every row that was asked for, or as many bytes as it is told.</summary>
internal sealed partial class LongAnswers : IAsyncDisposable
{
    private const string Nobody = ",{\"facet\":\"nobody\",\"beginTimeSeconds\":1767355200,\"endTimeSeconds\":1767355260,\"requests\":1234,\"errors\":12,\"failures\":12,\"slow_500ms\":34,\"slow_1500ms\":3}";

    private readonly WebApplication _app;

    private LongAnswers(WebApplication app) => _app = app;

    public Uri Endpoint => new(new Uri(_app.Urls.First()), "/graphql");

    /// <summary>Bytes that an answer is brought up to with facets nobody asked for; 0 for none.</summary>
    public int Bytes { get; set; }

    /// <summary>Facets of stable's pods, and of what else is told apart, in a full answer.</summary>
    public (int Pods, int Texts, int Dependencies) Facets { get; set; } = (1, 1, 1);

    /// <summary>Nothing is to be explained.</summary>
    public bool IsHealthy { get; set; }

    public int Longest { get; private set; }

    /// <summary>Queries, rows and bytes of all answers so far.</summary>
    public (long Queries, long Rows, long Bytes) Answered { get; private set; }

    public static async Task<LongAnswers> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var answers = new LongAnswers(app);
        app.MapPost("/graphql", answers.AnswerAsync);
        await app.StartAsync();
        return answers;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        var question = await http.Request.ReadFromJsonAsync<JsonElement>();
        var variables = question.GetProperty("variables").EnumerateObject().Where(variable => variable.Name.StartsWith('q')).ToList();
        var (text, rows) = (new StringBuilder("{\"data\":{\"actor\":{\"account\":{\"id\":1"), 0L);
        foreach (var (index, variable) in variables.Index())
        {
            text.Append(CultureInfo.InvariantCulture, $",\"{variable.Name}\":{{\"results\":[");
            rows += Rows(text, variable.Value.GetString()!);
            Pad(text, index == 0 ? Bytes : 0);
            text.Append("],\"metadata\":{\"messages\":[]}}");
        }

        var body = Encoding.UTF8.GetBytes(text.Append("}}}}").ToString());
        Longest = Math.Max(Longest, body.Length);
        Answered = (Answered.Queries + variables.Count, Answered.Rows + rows, Answered.Bytes + body.Length);
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body);
    }

    private long Rows(StringBuilder text, string nrql)
    {
        var columns = Column().Matches(nrql).Select(match => match.Groups[1].Value).ToList();
        var times = Time().Match(nrql);
        var limit = Limit().Match(nrql) is { Success: true } found ? int.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture) : 10;
        var facets = nrql.Contains("FACET CASES", StringComparison.Ordinal) ? ["\"canary\"", "\"stable\""]
            : nrql.Contains("FACET k8s.podName", StringComparison.Ordinal) ? Many("\"checkout-7d9f8c6b54-{0:00000}\"", Math.Min(limit, Facets.Pods))
            : nrql.Contains("FACET if(error.class", StringComparison.Ordinal) ? Many("[\"com.shop.orders.Order{0:00000}OfACustomerCouldNotBePlacedBecausePaymentsTimedOutException\",\"503\",\"-\",\"-\"]", Math.Min(limit, Facets.Texts))
            : nrql.Contains("FACET", StringComparison.Ordinal) ? Many("[\"dependency-{0:00000}.shop.svc.cluster.local\",\"http\"]", Math.Min(limit, Facets.Dependencies)) : ["\"\""];
        if (!times.Success && IsHealthy && facets.Length > 1)
        {
            text.AppendJoin(',', facets.Select(facet => $"{{\"facet\":{facet}{string.Concat(columns.Select(column => string.Create(CultureInfo.InvariantCulture, $",\"{column}\":{Value(column, facet)}")))}}}"));
            return facets.Length;
        }

        if (!times.Success)
        {
            Listed(text, nrql, limit);
            return 0;
        }

        var (begin, end, bucket) = (Moment(times.Groups[1].Value), Moment(times.Groups[2].Value), long.Parse(times.Groups[3].Value, CultureInfo.InvariantCulture) * (times.Groups[4].Value.StartsWith("MIN", StringComparison.OrdinalIgnoreCase) ? 60 : 1));
        var (buckets, first) = (bucket <= 0 ? 0 : (end - begin) / bucket, true);
        for (var i = 0; i < buckets; i++)
        {
            foreach (var facet in facets)
            {
                text.Append(first ? "" : ",").Append(CultureInfo.InvariantCulture, $"{{\"facet\":{facet},\"beginTimeSeconds\":{begin + (i * bucket)},\"endTimeSeconds\":{begin + ((i + 1) * bucket)}");
                columns.ForEach(column => text.Append(CultureInfo.InvariantCulture, $",\"{column}\":{Value(column, facet)}"));
                text.Append('}');
                first = false;
            }
        }

        return buckets * facets.Length;
    }

    /// <summary>Healthy requests tell how long they took, and the canary has its twentieth of them.</summary>
    private int Value(string column, string facet) => (column, IsHealthy) switch
    {
        ("timed", true) or ("requests", true) => facet == "\"canary\"" ? 50 : 950,
        ("hosts" or "duration" or ['p', ..], true) => 1,
        _ => column.Contains("request", StringComparison.Ordinal) ? 950 : 0,
    };

    /// <summary>As many events as may be listed, every attribute there.</summary>
    private static void Listed(StringBuilder text, string nrql, int limit)
    {
        var attributes = nrql.StartsWith("SELECT guid", StringComparison.Ordinal) || nrql.StartsWith("SELECT transactionId", StringComparison.Ordinal)
            ? nrql[7..nrql.IndexOf(" FROM ", StringComparison.Ordinal)].Split(", ") : [];
        for (var i = 0; i < (attributes.Length == 0 ? 0 : limit); i++)
        {
            text.Append(i == 0 ? "{" : ",{").AppendJoin(',', attributes.Select(attribute => $"\"{attribute}\":\"{attribute}-{i:000000000000}\"")).Append('}');
        }
    }

    /// <summary>Rows of a facet that nobody reads.</summary>
    private static void Pad(StringBuilder text, int bytes)
    {
        if (text.Length < bytes && text[^1] == '[')
        {
            text.Append("{\"facet\":\"nobody\"}");
        }

        text.Insert(text.Length, Nobody, Math.Max(0, (bytes - text.Length) / Nobody.Length));
    }

    private static string[] Many(string facet, int count) => [.. Enumerable.Range(0, count).Select(i => string.Format(CultureInfo.InvariantCulture, facet, i))];

    private static long Moment(string text) => long.Parse(text, CultureInfo.InvariantCulture) / 1000;

    [GeneratedRegex(@" LIMIT (\d+)")]
    private static partial Regex Limit();

    [GeneratedRegex(@" AS (\w+)")]
    private static partial Regex Column();

    [GeneratedRegex(@"SINCE (\d+) UNTIL (\d+) TIMESERIES (\d+) (\w+)")]
    private static partial Regex Time();
}
