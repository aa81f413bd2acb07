using System.Text.Json.Nodes;

namespace NewRelic.Simulator.Nrql;

/// <summary>The shape of the old Insights API that NerdGraph still carries as <c>rawResponse</c>, as far as it is documented.</summary>
internal static class RawResponse
{
    public static JsonObject Of(NrqlQuery query, NrqlMetadata metadata, JsonArray rows, long inspected, long matched)
    {
        var contents = new JsonArray([.. query.Select.Select(item => (JsonNode?)Content(item))]);
        var described = new JsonObject
        {
            ["beginTime"] = Moment(metadata.Begin),
            ["beginTimeMillis"] = metadata.Begin,
            ["contents"] = query.Timeseries is null ? contents : new JsonObject { ["contents"] = contents },
            ["endTime"] = Moment(metadata.End),
            ["endTimeMillis"] = metadata.End,
            ["eventType"] = metadata.EventTypes.Count > 0 ? metadata.EventTypes[0] : null,
            ["eventTypes"] = Texts(metadata.EventTypes),
            ["messages"] = Texts(metadata.Messages),
            ["openEnded"] = query.Until is null,
            ["rawCompareWith"] = metadata.CompareWith ?? "",
            ["rawSince"] = metadata.Since,
            ["rawUntil"] = metadata.Until,
        };
        if (metadata.Facets is { } facets)
        {
            described["facet"] = facets is [var only] ? only : Texts(facets);
        }

        return new JsonObject
        {
            ["metadata"] = described,
            ["performanceStats"] = new JsonObject
            {
                ["exceedsRetentionWindow"] = false,
                ["inspectedCount"] = inspected,
                ["matchCount"] = matched,
                ["omittedCount"] = 0,
                ["wallClockTime"] = 1,
            },
            ["results"] = query.Aggregates ? rows.DeepClone() : new JsonArray(new JsonObject { ["events"] = rows.DeepClone() }),
        };
    }

    private static JsonObject Content(ItemNode item)
    {
        var content = new JsonObject { ["function"] = item.Expression is CallNode call ? call.Function : "events" };
        if (item.Alias is { } alias)
        {
            content["alias"] = alias;
        }

        return content;
    }

    private static string Moment(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode?)text)]);
}
