using System.Text;
using System.Text.Json;
using NewRelic.Api.Wire;

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

    private static NrqlRow Row(string json) => RowReader.Read(Encoding.UTF8.GetBytes(json)).ShouldHaveSingleItem();
}
