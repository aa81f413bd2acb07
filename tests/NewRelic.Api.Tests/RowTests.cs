using System.Text;
using System.Text.Json;

namespace NewRelic.Api.Tests;

/// <summary>The row shapes of NerdGraph, empty data included: nothing reported, zero and null are told apart.</summary>
public sealed class RowTests
{
    [Theory]
    [InlineData("""{"count":1542}""", 1542.0)]
    [InlineData("""{"count":0}""", 0.0)]
    [InlineData("""{"count":1.5}""", 1.5)]
    [InlineData("""{"count":null}""", null)]
    [InlineData("""{}""", null)]
    [InlineData("""{"count":{"95":0.42}}""", 0.42)]
    public void A_number_null_and_absence_are_told_apart(string row, double? expected) => Row(row).Number("count").ShouldBe(expected);

    [Theory]
    [InlineData("""{"p":{"50":0.1,"95":1.2}}""", 1.2)]
    [InlineData("""{"p":{"95.0":1.2}}""", 1.2)]
    [InlineData("""{"p":{"95":null}}""", null)]
    [InlineData("""{"p":null}""", null)]
    [InlineData("""{"p":1.2}""", 1.2)]
    [InlineData("""{"p":{"99.5":2}}""", null)]
    public void A_percentile_is_found_however_its_key_is_spelled(string row, double? expected) => Row(row).Percentile("p", 95).ShouldBe(expected);

    [Theory]
    [InlineData("""{"facet":"a"}""", "a")]
    [InlineData("""{"facet":["a","b"]}""", "a")]
    [InlineData("""{"facet":["a",7]}""", "a")]
    [InlineData("""{}""", null)]
    public void A_facet_is_a_text_or_a_list(string row, string? expected) => Row(row).Facet.ShouldBe(expected);

    [Theory]
    [InlineData("""{"apdex.duration":{"count":100,"f":2,"s":90,"score":0.94,"t":8}}""")]
    [InlineData("""{"count":100,"f":2,"s":90,"score":0.94,"t":8}""")]
    public void Apdex_is_nested_or_flat(string row) => Row(row).Apdex("apdex.duration").ShouldBe(new NrqlApdex(100, 90, 8, 2, 0.94));

    [Fact]
    public void A_bucket_knows_its_time() =>
        Row("""{"beginTimeSeconds":1748910826,"endTimeSeconds":1748910886,"count":7}""").BeginTime.ShouldBe(DateTimeOffset.FromUnixTimeSeconds(1_748_910_826));

    [Fact]
    public void Uniques_and_histograms_are_lists()
    {
        Row("""{"uniques.host":["a","b"]}""").Strings("uniques.host").ShouldBe(["a", "b"]);
        Row("""{"histogram.duration":[5,3,0,1]}""").Histogram("histogram.duration").ShouldBe([5, 3, 0, 1]);
    }

    [Theory]
    [InlineData("""{"results":[]}""", 0)]
    [InlineData("""{"results":[{"count":0}]}""", 1)]
    public void No_rows_are_no_data_and_a_zero_is_a_row(string container, int expected) => new NrqlResult(JsonSerializer.Deserialize<JsonElement>(container)).Rows.Count.ShouldBe(expected);

    [Fact]
    public void Totals_are_an_object_or_buckets()
    {
        new NrqlResult(JsonSerializer.Deserialize<JsonElement>("""{"results":[],"totalResult":{"count":1542}}""")).TotalResult.ShouldHaveSingleItem().Number("count").ShouldBe(1542);
        new NrqlResult(JsonSerializer.Deserialize<JsonElement>("""{"results":[],"otherResult":[{"count":42},{"count":1}]}""")).OtherResult.Count.ShouldBe(2);
    }

    /// <summary>Rows of one answer can have other columns, in another order, and any kind of value in each.</summary>
    [Theory]
    [InlineData("""[{"facet":"a","count":1},{"facet":"b","count":2}]""")]
    [InlineData("""[{"count":1,"facet":"a"},{"host":"h","count":2},{"count":3,"host":"i","more":null,"last":true}]""")]
    [InlineData("""[{"host":"h","a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7,"h":8,"i":9,"j":10},{"host":null},{},{"a":1,"host":"h","b":["x",1],"c":{"95":0.5}}]""")]
    [InlineData("""[{"facet":["a",7,null],"x":1e300,"y":-0.25,"z":9007199254740993,"t":"tëxt \" with \u00e9","f":false}]""")]
    [InlineData("[]")]
    public void Every_column_of_every_row_is_read_as_it_stands_and_again_from_what_is_kept(string json)
    {
        var rows = RowReader.Read(Encoding.UTF8.GetBytes(json));

        Shown(rows).ShouldBe(JsonSerializer.Deserialize<JsonElement>(json).EnumerateArray().Select(Shown).ToList());
        Shown(NrqlRow.ReadPart(NrqlResult.Part(rows))).ShouldBe(Shown(rows));
    }

    [Fact]
    public void Of_a_name_that_stands_twice_in_a_row_the_later_counts() => Row("""{"count":1,"count":2}""").Number("count").ShouldBe(2);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(20)]
    public void Bytes_that_are_no_rows_are_told_from_none(int length)
    {
        var part = NrqlResult.Part(RowReader.Read("""[{"facet":"a","count":1},{"facet":"b","host":"h"}]"""u8));

        Should.Throw<InvalidDataException>(() => NrqlRow.ReadPart(part.AsSpan(0, length)));
        part[0] = 9;
        Should.Throw<InvalidDataException>(() => NrqlRow.ReadPart(part));
    }

    private static List<string> Shown(IReadOnlyList<NrqlRow> rows) => [.. rows.Select(row => string.Join(" ", new[] { $"facet={string.Join('|', row.Facets)}" }
        .Concat(row.Shape.Names.Index().Select(column => $"{column.Item}={JsonSerializer.Serialize(row.Value(column.Index))}"))))];

    /// <summary>The same without a word of ours.</summary>
    private static string Shown(JsonElement row)
    {
        var facet = row.TryGetProperty("facet", out var value) ? value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : new[] { value } : [];
        return string.Join(" ", new[] { $"facet={string.Join('|', facet.Select(one => one.ValueKind == JsonValueKind.String ? one.GetString() : one.GetRawText()))}" }
            .Concat(row.EnumerateObject().Where(column => column.Name != "facet").Select(column => $"{column.Name}={(column.Value.ValueKind == JsonValueKind.Number ? JsonSerializer.Serialize(column.Value.GetDouble()) : column.Value.ValueKind == JsonValueKind.String ? JsonSerializer.Serialize(column.Value.GetString()) : column.Value.GetRawText())}")));
    }

    private static NrqlRow Row(string json) => RowReader.Read(Encoding.UTF8.GetBytes(json)).ShouldHaveSingleItem();
}
