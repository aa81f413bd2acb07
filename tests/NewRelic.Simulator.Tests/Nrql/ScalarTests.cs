namespace NewRelic.Simulator.Tests.Nrql;

/// <summary>Values reckoned by hand, or those New Relic's documentation prints.</summary>
public sealed class ScalarTests
{
    private static readonly Shop Anywhere = new(seeded: false);

    [Theory]
    [InlineData("round(2.5)", "3")]
    [InlineData("round(-2.5)", "-3")]
    [InlineData("round(7, 5)", "5")]
    [InlineData("round(8, 5)", "10")]
    [InlineData("round(2.26, 0.1)", "2.3")]
    [InlineData("round(1.25, 0.5)", "1.5")]
    [InlineData("log(16, 4)", "2")]
    [InlineData("log(8, 2)", "3")]
    [InlineData("log2(8)", "3")]
    [InlineData("log10(1000)", "3")]
    [InlineData("pow(2, 10)", "1024")]
    [InlineData("mod(7, 3)", "1")]
    [InlineData("mod(-1, 3)", "2")]
    [InlineData("mod(7, -3)", "-2")]
    [InlineData("mod(5.5, 2)", "1.5")]
    [InlineData("mod(1, 0)", "null")]
    [InlineData("clamp_max(11, 10)", "10")]
    [InlineData("clamp_min(0.5, 1)", "1")]
    [InlineData("getCdfCount(1, 1)", "1")]
    [InlineData("getCdfCount(1.5, 1)", "0")]
    [InlineData("if(2 > 1, 'yes', 'no')", "\"yes\"")]
    [InlineData("if(1 > 2, 'yes')", "null")]
    public void Numbers(string expression, string value) => Value(expression).ShouldBe(value);

    [Theory]
    [InlineData("position('banana', 'an')", "1")]
    [InlineData("position('banana', 'an', 1)", "3")]
    [InlineData("position('banana', 'an', 2)", "null")]
    [InlineData("position('banana', 'an', -1)", "3")]
    [InlineData("position('banana', 'an', -2)", "1")]
    [InlineData("position('banana', 'AN')", "null")]
    [InlineData("indexOf('banana', 'b')", "0")]
    [InlineData("substring('session', -3)", "\"ion\"")]
    [InlineData("substring('session', 0, 3)", "\"ses\"")]
    [InlineData("substring('abc', 3)", "\"\"")]
    [InlineData("substring('abc', -5, 2)", "\"ab\"")]
    [InlineData("string(3.14159, precision: 2)", "\"3.14\"")]
    [InlineData("string(2, precision: 2)", "\"2\"")]
    [InlineData("string(0.5)", "\"0.5\"")]
    [InlineData("concat('p=', 0.6875, ' q=', 0, precision: 2)", "\"p=0.69 q=0\"")]
    [InlineData("concat('a', NULL, TRUE)", "\"atrue\"")]
    [InlineData("concat()", "\"\"")]
    [InlineData("encode('hi?>', 'base64url')", "\"aGk_Pg==\"")]
    [InlineData("decode('aGk_Pg', 'base64url')", "\"hi?>\"")]
    [InlineData("decode('aGk=', 'base64')", "\"hi\"")]
    [InlineData("decode('not base', 'base64')", "null")]
    [InlineData("cidrAddress('10.1.2.3', 24)", "\"10.1.2.0/24\"")]
    [InlineData("cidrAddress('10.1.2.3/8')", "\"10.0.0.0/8\"")]
    [InlineData("cidrAddress('10.1.2.3', 16, FALSE)", "\"10.1.0.0\"")]
    [InlineData("cidrAddress('ten', 24)", "null")]
    [InlineData("aparse('GET https://WWW.example.com/x', '%www.*.com%')", "\"example\"")]
    [InlineData("aparse('id:7; id:8;', 'ID:*;%')", "\"7\"")]
    [InlineData("aparse('id:7', 'name:*')", "null")]
    [InlineData("aparse('POST: /cart body: 5', 'POST: * body: *')", """["/cart","5"]""")]
    [InlineData("capture('order 17', r'order (?P<id>\\d+)')", "\"17\"")]
    [InlineData("capture('a-1', r'(?P<x>\\w)-(?P<y>\\d)')", """["a","1"]""")]
    [InlineData("capture('a-1', r'(?P<x>\\w)')", "null")]
    public void Texts(string expression, string value) => Value(expression).ShouldBe(value);

    [Theory]
    [InlineData("getField(tuple(100, 110, 90), 2)", "90")]
    [InlineData("tuple(100, 110, 90)[0]", "100")]
    [InlineData("tuple(100, 110)[2]", "null")]
    [InlineData("tuple('a', 1, TRUE)", """["a",1,true]""")]
    [InlineData("length(tuple('a', 'b'))", "2")]
    [InlineData("length('four')", "4")]
    [InlineData("contains(tuple('a', 'b'), 'b')", "true")]
    [InlineData("contains(tuple('a', 'b'), 'c')", "false")]
    [InlineData("""jparse('{"userNames": ["abc", "xyz"]}')[userNames]""", """["abc","xyz"]""")]
    [InlineData("""jparse('["abc", "xyz"]')[0]""", "\"abc\"")]
    [InlineData("""jparse('{"user": {"name": "John", "id": 5}}', 'user.name')""", "\"John\"")]
    [InlineData("""jparse('{"users": [{"name": "A", "id": 5}, {"name": "B", "id": 10}]}', 'users[*].id')""", "[5,10]")]
    [InlineData("""jparse('{"v": [1, 2, 3]}', 'v[0:2]')""", "[1,2]")]
    [InlineData("""jparse('{"v": [1, 2, 3]}', 'v[:-2]')""", "[1]")]
    [InlineData("""jparse('{"v": [1, 2, 3]}', 'v[-1:]')""", "[3]")]
    [InlineData("""jparse('{"v": [1, 2, 3]}', 'v[0,2]')""", "[1,3]")]
    [InlineData("""jparse('{"a": 1, "b": 2}', '[a, b]')""", "[1,2]")]
    [InlineData("""jparse('[{"l": "A", "o": 7, "x": 0}]', '[*]["l", "o"]')""", """[["A",7]]""")]
    [InlineData("jparse('no json')", "null")]
    [InlineData("""mapKeys(jparse('{"a": 100, "b": 4}'))""", """["a","b"]""")]
    [InlineData("""mapValues(jparse('{"a": 100, "b": 4}'))""", "[100,4]")]
    public void Structures(string expression, string value) => Value(expression).ShouldBe(value);

    // 1405404360000 is Tuesday 2014-07-15 06:06:00 UTC, still the 14th in Los Angeles.
    [Theory]
    [InlineData("yearOf(1405404360000)", "\"2014\"")]
    [InlineData("yearOf(1405404360000, numeric)", "2014")]
    [InlineData("quarterOf(1405404360000)", "\"Q3 2014\"")]
    [InlineData("quarterOf(1405404360000, numeric)", "3")]
    [InlineData("monthOf(1405404360000)", "\"July 2014\"")]
    [InlineData("monthOf(1405404360000, numeric)", "7")]
    [InlineData("weekOf(1405404360000)", "\"Week of July 14\"")]
    [InlineData("weekdayOf(1405404360000)", "\"Tuesday\"")]
    [InlineData("weekdayOf(1405404360000, numeric)", "2")]
    [InlineData("dateOf(1405404360000)", "\"July 15, 2014\"")]
    [InlineData("dayOfMonthOf(1405404360000)", "\"15\"")]
    [InlineData("daysInMonthOf(1405404360000, numeric)", "31")]
    [InlineData("hourOf(1405404360000)", "\"6:00\"")]
    [InlineData("hourOf(1405404360000, numeric)", "6")]
    [InlineData("minuteOf(1405404360000)", "\"6\"")]
    [InlineData("toDatetime(1234567)", "\"1970-01-01T00:20:34.567Z\"")]
    [InlineData("toDatetime(1234567, 'yyyy-MM-dd', timezone: 'America/Los_Angeles')", "\"1969-12-31\"")]
    [InlineData("toTimestamp('2023-10-18T15:27:03.123Z')", "1697642823123")]
    [InlineData("toTimestamp('2023-11-03 11:00:32', 'yyyy-MM-dd HH:mm:ss', timezone: 'America/Los_Angeles')", "1699034432000")]
    [InlineData("toTimestamp('2023-10-18 3:27 PM', 'yyyy-MM-dd h:mm a')", "1697642820000")]
    [InlineData("toTimestamp('soon')", "null")]
    public void Moments(string expression, string value) => Value(expression).ShouldBe(value);

    [Fact]
    public void Moments_are_those_of_the_time_zone_of_the_query() =>
        Anywhere.Rows("SELECT dateOf(1405404360000) AS d, hourOf(1405404360000) AS h WITH TIMEZONE 'America/Los_Angeles'").ShouldBe("""[{"d":"July 14, 2014","h":"23:00"}]""");

    [Theory]
    [InlineData("convert(90, 's', 'min')", "1.5")]
    [InlineData("convert(1, 'year', 'd')", "365.25")]
    [InlineData("convert(250, 'ms', 's')", "0.25")]
    [InlineData("convert(2, 'KiBy', 'bytes')", "2048")]
    [InlineData("convert(8, 'bits', 'By')", "1")]
    [InlineData("convert(1, 's', 'By')", "null")]
    [InlineData("convert(1, 's', 'parsec')", "null")]
    public void Units(string expression, string value) => Value(expression).ShouldBe(value);

    [Theory]
    [InlineData("""WITH '{"userName": "test", "id": 100}' AS json, jparse(json) AS (userName, id, other) SELECT userName, id, other""", """[{"id":100,"other":null,"userName":"test"}]""")]
    [InlineData("WITH aparse('POST: /cart body: 5', 'POST: * body: *') AS (url, item), numeric(item) AS n SELECT url, n * 2 AS twice", """[{"twice":10,"url":"/cart"}]""")]
    [InlineData("WITH aparse('a=7', 'a=*') AS (a, b) SELECT a, b", """[{"a":"7","b":null}]""")]
    public void Variables_take_the_parts_of_a_structure(string nrql, string rows) => Anywhere.Ask(nrql).Results.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
        row => System.Text.Json.Nodes.JsonNode.DeepEquals(row, System.Text.Json.Nodes.JsonNode.Parse(rows)![0]).ShouldBeTrue(row!.ToJsonString()));

    private static string Value(string expression) => Anywhere.Ask($"SELECT {expression} AS v").Results[0]!["v"] is { } value
        ? value.ToJsonString(new System.Text.Json.JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })
        : "null";
}
