using System.Text.Json;

namespace GateService.Demo.Argo;

/// <summary>
/// Asks the gate as Argo's web metric provider does: POST with a <c>jsonBody</c> in which every templated value is a string,
/// any non-2xx is an error whose body is never read, <c>jsonPath: {$.result}</c>, and the two conditions of our template.
/// </summary>
public sealed class WebMetricProvider(HttpClient client)
{
    public async Task<Measurement> MeasureAsync(IReadOnlyDictionary<string, object> jsonBody, CancellationToken ct)
    {
        try
        {
            using var response = await client.PostAsJsonAsync("/v1/gates/evaluate", jsonBody, ct);
            return response.IsSuccessStatusCode
                ? Read(await response.Content.ReadAsStringAsync(ct))
                : Error($"received non 2xx response code: {(int)response.StatusCode}");
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            return Error(e.Message);
        }
    }

    /// <summary>Reads a 2xx body: <c>{$.result}</c>, then <c>result[1] == "fail"</c> before <c>result[1] == "pass"</c>.</summary>
    public static Measurement Read(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("result", out var result))
            {
                return Error("Could not find JSONPath in body: result is not found");
            }

            if (result.ValueKind != JsonValueKind.Array || result.GetArrayLength() < 2)
            {
                return Error("index out of range");
            }

            var reason = result.GetArrayLength() > 2 ? result[2].ToString() : "";
            return new Measurement(Phase(result[1]), result.GetRawText()) { Reason = reason };
        }
        catch (JsonException e)
        {
            return Error($"Could not parse JSON body: {e.Message}");
        }
    }

    private static MeasurementPhase Phase(JsonElement verdict) => verdict.ToString() switch
    {
        "fail" => MeasurementPhase.Failed,
        "pass" => MeasurementPhase.Successful,
        _ => MeasurementPhase.Inconclusive,
    };

    private static Measurement Error(string message) => new(MeasurementPhase.Error, "", message) { Reason = message };
}
