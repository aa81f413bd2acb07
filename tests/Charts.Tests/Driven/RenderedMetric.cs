using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Charts.Tests.Helm;
using GateService.Demo.Argo;
using YamlDotNet.RepresentationModel;

namespace Charts.Tests.Driven;

/// <summary>
/// A metric as it was rendered, asked as Argo's web metric provider asks: arguments put in as texts, POST, a 2xx read through jsonPath and both
/// conditions (failure first), anything else an error whose body nobody reads.
/// </summary>
internal sealed partial class RenderedMetric(YamlMappingNode metric, IReadOnlyDictionary<string, string> arguments)
{
    private readonly YamlNode _web = Manifest.Find(metric, "provider.web")!;

    /// <summary>The limits, for the port of Argo's counting rules.</summary>
    public MetricSpec Spec { get; } = new()
    {
        Name = Manifest.Scalar(metric, "name")!,
        InitialDelayMinutes = Minutes(Manifest.Scalar(metric, "initialDelay") ?? "0s"),
        Count = Number(metric, "count") ?? (Manifest.Scalar(metric, "interval") is null ? 1 : null),
        FailureLimit = Number(metric, "failureLimit") ?? 0,
        InconclusiveLimit = Number(metric, "inconclusiveLimit") ?? 0,
        ConsecutiveErrorLimit = Number(metric, "consecutiveErrorLimit") ?? 4,
        ConsecutiveSuccessLimit = Number(metric, "consecutiveSuccessLimit"),
    };

    public string JsonPath { get; } = Manifest.Scalar(metric, "provider.web.jsonPath")!;

    /// <summary>The body Argo would send; a test adds what lets it compress time.</summary>
    public JsonObject Body() => (JsonObject)Filled(Manifest.Find(_web, "jsonBody")!);

    public async Task<Measurement> MeasureAsync(HttpClient gate, JsonObject body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Parse(Manifest.Scalar(_web, "method")), new Uri(gate.BaseAddress!, new Uri(Fill(Manifest.Scalar(_web, "url")!)).PathAndQuery));
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToJsonString())) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        foreach (var header in ((YamlSequenceNode)Manifest.Find(_web, "headers")!).Children)
        {
            request.Headers.TryAddWithoutValidation(Manifest.Scalar(header, "key")!, Fill(Manifest.Scalar(header, "value")!));
        }

        try
        {
            using var response = await gate.SendAsync(request);
            return response.IsSuccessStatusCode ? Read(await response.Content.ReadAsStringAsync()) : Error($"received non 2xx response code: {(int)response.StatusCode}");
        }
        catch (HttpRequestException e)
        {
            return Error(e.Message);
        }
    }

    /// <summary>A 2xx body through the rendered jsonPath and conditions.</summary>
    public Measurement Read(string body)
    {
        var result = JsonPath.Trim('{', '}').Split('.').Skip(1).Aggregate(JsonNode.Parse(body), (node, part) => node![part])!;
        var phase = Condition.Parse(Manifest.Scalar(metric, "failureCondition")!).Holds(result) ? MeasurementPhase.Failed
            : Condition.Parse(Manifest.Scalar(metric, "successCondition")!).Holds(result) ? MeasurementPhase.Successful
            : MeasurementPhase.Inconclusive;
        return new Measurement(phase, result.ToJsonString()) { Reason = result[2]!.GetValue<string>() };
    }

    private static Measurement Error(string message) => new(MeasurementPhase.Error, "", message) { Reason = message };

    private JsonNode Filled(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(entry => KeyValuePair.Create(entry.Key.ToString(), (JsonNode?)Filled(entry.Value)))),
        _ => JsonValue.Create(Fill(node.ToString())),
    };

    private string Fill(string text) => Placeholder().Replace(text, match => arguments[match.Groups[1].Value]);

    private static int? Number(YamlNode metric, string field) => Manifest.Scalar(metric, field) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    internal static int Minutes(string duration) => duration switch
    {
        [.. var number, 'm'] => int.Parse(number, CultureInfo.InvariantCulture),
        [.. var number, 's'] => int.Parse(number, CultureInfo.InvariantCulture) / 60,
        _ => throw new FormatException(duration),
    };

    [GeneratedRegex(@"\{\{args\.([a-z-]+)\}\}")]
    private static partial Regex Placeholder();
}
