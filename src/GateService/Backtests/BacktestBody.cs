using System.Text.Json;
using GateService.Core.Words;
using GateService.History;
using GateService.Http;
using GateService.Policies;
using GateService.Wire;

namespace GateService.Backtests;

/// <summary>Reads what somebody wants judged anew, and every fault of it with its field.</summary>
/// <param name="Request">What could be read; null where there is a fault.</param>
/// <param name="Faults">By field; the key <c>body</c> is the body as a whole.</param>
internal sealed record BacktestBody(BacktestRequest? Request, Dictionary<string, string[]> Faults)
{
    private static readonly string[] Fields = ["files", "policy", "team", "service", "namespace", "rollout", "from", "to", "most", "list"];
    private static readonly JsonDocumentOptions Tolerant = new() { MaxDepth = 8, AllowTrailingCommas = true, AllowDuplicateProperties = false };

    public static BacktestBody Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(EvaluateBody.WithoutByteOrderMark(body), Tolerant);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Read(document.RootElement) : Wrong($"is a JSON {Kind(document.RootElement)}: expected an object such as {{\"files\": {{…}}}}");
        }
        catch (InvalidOperationException)
        {
            return Wrong("holds a text that is no Unicode: expected UTF-8, and \\u escapes of surrogates in pairs");
        }
        catch (JsonException e)
        {
            return Wrong(body.IsEmpty ? "is empty: expected a JSON object, {} for the policies in force" : $"is not JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}: expected an object");
        }
    }

    private static BacktestBody Read(JsonElement root)
    {
        var faults = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var unknown in root.EnumerateObject().Select(field => field.Name).Where(name => !Fields.Contains(name)))
        {
            faults[Shown.Of(unknown)] = [$"is no field here{Closest.Hint(unknown, Fields)}: expected {string.Join(", ", Fields)}"];
        }

        Dictionary<string, string>? files = null;
        if (root.TryGetProperty("files", out var given))
        {
            (files, var wrong) = PolicyLintBody.Files(given);
            foreach (var (field, fault) in wrong)
            {
                faults[field] = fault;
            }
        }

        var filter = new DecisionFilter
        {
            Team = Text("team"),
            Service = Text("service"),
            Namespace = Text("namespace"),
            Rollout = Text("rollout"),
            From = Moment("from"),
            To = Moment("to"),
        };
        KnownQuery.CheckSpan(filter.From, filter.To, filter.From is null ? null : Text("from"), (field, fault) => faults[field] = [fault]);
        var request = new BacktestRequest(files, Text("policy"), filter, Number("most", 1, BacktestRequest.LargestMost, BacktestRequest.UsualMost), Number("list", 0, BacktestRequest.LargestList, BacktestRequest.UsualList));
        return new BacktestBody(faults.Count == 0 ? request : null, faults);

        string? Text(string field) => !root.TryGetProperty(field, out var value) || value.ValueKind == JsonValueKind.Null ? null
            : value.ValueKind == JsonValueKind.String && RequestValues.IsPlain(value.GetString()!) ? value.GetString()
            : Fault<string>(field, $"'{Shown.Of(value.ToString())}': expected one line of text");

        DateTimeOffset? Moment(string field) => Text(field) is not { } text ? null : RequestValues.Moment(text) ?? Fault<DateTimeOffset?>(field, $"'{Shown.Of(text)}': expected {RequestValues.MomentExpected}");

        int Number(string field, int least, int most, int usual) => !root.TryGetProperty(field, out var value) ? usual
            : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most ? number
            : Fault<int>(field, $"'{Shown.Of(value.ToString())}': expected a number from {least} to {most}");

        T? Fault<T>(string field, string fault)
        {
            faults[field] = [fault];
            return default;
        }
    }

    private static BacktestBody Wrong(string fault) => new(null, new(StringComparer.Ordinal) { ["body"] = [fault] });

    private static string Kind(JsonElement value) => value.ValueKind.ToString().ToLowerInvariant();
}
