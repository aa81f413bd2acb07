using System.Globalization;
using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Nrql;

/// <summary>Functions of moments (milliseconds since the epoch), in the time zone of the query, as text unless asked for <c>numeric</c>.</summary>
internal static class DateFunctions
{
    private static readonly Dictionary<string, Func<DateTimeOffset, bool, Value>> Parts = new(StringComparer.Ordinal)
    {
        ["yearof"] = (moment, numeric) => Either(moment.Year, numeric),
        ["quarterof"] = (moment, numeric) => numeric ? Value.Of(Quarter(moment)) : Value.Of($"Q{Quarter(moment)} {moment.Year}"),
        ["monthof"] = (moment, numeric) => numeric ? Value.Of(moment.Month) : Text(moment, "MMMM yyyy"),
        ["weekof"] = (moment, _) => Value.Of($"Week of {moment.AddDays(-(((int)moment.DayOfWeek + 6) % 7)).ToString("MMMM d", CultureInfo.InvariantCulture)}"),
        ["weekdayof"] = (moment, numeric) => numeric ? Value.Of((int)moment.DayOfWeek) : Value.Of($"{moment.DayOfWeek}"),
        ["dateof"] = (moment, _) => Text(moment, "MMMM d, yyyy"),
        ["dayofmonthof"] = (moment, numeric) => Either(moment.Day, numeric),
        ["daysinmonthof"] = (moment, numeric) => Either(DateTime.DaysInMonth(moment.Year, moment.Month), numeric),
        ["hourof"] = (moment, numeric) => numeric ? Value.Of(moment.Hour) : Value.Of($"{moment.Hour}:00"),
        ["minuteof"] = (moment, numeric) => Either(moment.Minute, numeric),
    };

    public static bool Has(string function) => Parts.ContainsKey(function) || function is "todatetime" or "fromtimestamp" or "totimestamp" or "fromdatetime";

    /// <exception cref="NrqlException">Wrong arguments.</exception>
    public static Func<Value, Value> Get(CallNode call, QueryScope scope)
    {
        if (Parts.TryGetValue(call.Function, out var part))
        {
            Arguments.Check(call, 1, 2, [], scope.Rules);
            var numeric = call.Arguments is [_, AttributeNode { Name: var format }, ..] && format.Equals("numeric", StringComparison.OrdinalIgnoreCase);
            return value => Moment(value, scope.Zone) is { } moment ? part(moment, numeric) : Value.Absent;
        }

        Arguments.Check(call, 1, 3, ["pattern", "timezone"], scope.Rules);
        var zone = Constant(call, "timezone", 2) is { } name ? TimeParser.Zone(name) : scope.Zone;
        var pattern = Constant(call, "pattern", 1);
        return call.Function is "todatetime" or "fromtimestamp"
            ? value => Moment(value, zone) is { } moment ? Value.Of(DatePattern.Format(moment, pattern)) : Value.Absent
            : value => value.Kind == ValueKind.Text && DatePattern.Parse(value.Text!, pattern, zone) is { } moment ? Value.Of(moment.ToUnixTimeMilliseconds()) : Value.Absent;
    }

    private static string? Constant(CallNode call, string name, int index) => (call.Named.GetValueOrDefault(name) ?? call.Arguments.ElementAtOrDefault(index)) switch
    {
        null => null,
        LiteralNode { Value: { Kind: ValueKind.Text } text } => text.Text,
        _ => throw Arguments.Wrong(call),
    };

    private static DateTimeOffset? Moment(Value value, TimeZoneInfo zone) => value is { Kind: ValueKind.Number, Number: >= -62_135_596_800_000 and <= 253_402_300_799_999 }
        ? TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds((long)value.Number), zone)
        : null;

    private static Value Either(int number, bool numeric) => numeric ? Value.Of(number) : Value.Of(number.ToString(CultureInfo.InvariantCulture));

    private static Value Text(DateTimeOffset moment, string format) => Value.Of(moment.ToString(format, CultureInfo.InvariantCulture));

    private static int Quarter(DateTimeOffset moment) => ((moment.Month - 1) / 3) + 1;
}
