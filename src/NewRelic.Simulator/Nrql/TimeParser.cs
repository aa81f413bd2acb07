using System.Globalization;
using System.Text.RegularExpressions;

namespace NewRelic.Simulator.Nrql;

/// <summary>Every form of moment that SINCE and UNTIL take.</summary>
internal static partial class TimeParser
{
    private static readonly string[] Weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

    public static TimeExpression Read(TokenReader tokens)
    {
        var token = tokens.Current;
        return token.Kind switch
        {
            TokenKind.Number => Numeric(tokens),
            TokenKind.Text => Text(tokens),
            TokenKind.Word => Word(tokens, token.Text.ToLowerInvariant()),
            _ => throw tokens.Unexpected(),
        };
    }

    /// <summary><c>5 minutes ago</c>, or an epoch in milliseconds; in seconds when it is too small for that.</summary>
    private static TimeExpression Numeric(TokenReader tokens)
    {
        var number = tokens.Number();
        if (tokens.Current.Kind == TokenKind.Word && Words.Unit(tokens.Current.Text) is { } unit)
        {
            var name = tokens.Take().Text.ToUpperInvariant();
            tokens.Word("ago");
            return new TimeExpression($"{number.ToString(CultureInfo.InvariantCulture)} {name} AGO", (now, _) => now - TimeSpan.FromMilliseconds(number * unit));
        }

        var milliseconds = (long)(number < 100_000_000_000 ? number * 1000 : number);
        return milliseconds is >= 0 and <= 253_402_300_799_999
            ? new TimeExpression(number.ToString(CultureInfo.InvariantCulture), (_, _) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds))
            : throw tokens.Unexpected();
    }

    private static TimeExpression Text(TokenReader tokens)
    {
        var token = tokens.Current;
        var match = DateTimeText().Match(token.Text);
        if (!match.Success)
        {
            throw tokens.Unexpected();
        }

        tokens.Take();
        return new TimeExpression($"'{token.Text}'", (now, zone) => Moment(match, now, zone));
    }

    private static TimeExpression Word(TokenReader tokens, string word)
    {
        tokens.Take();
        switch (word)
        {
            case "now":
                return new TimeExpression("NOW", (now, _) => now);
            case "today" or "yesterday":
                return Day(tokens, word, now => word == "today" ? 0 : 1);
            case "this" or "last":
                return Period(word, tokens.Take().Text.ToLowerInvariant(), tokens);
            default:
                var weekday = Array.IndexOf(Weekdays, word);
                return weekday >= 0 ? Day(tokens, word, now => (((int)now.DayOfWeek - weekday) + 7) % 7) : throw tokens.Unexpected(tokens.Peek(-1));
        }
    }

    private static TimeExpression Day(TokenReader tokens, string word, Func<DateTimeOffset, int> daysBack)
    {
        var at = TimeSpan.Zero;
        if (tokens.TryWord("AT"))
        {
            at = TimeSpan.TryParse(tokens.Current.Text, CultureInfo.InvariantCulture, out var time) ? time : throw tokens.Unexpected();
            tokens.Take();
        }

        return new TimeExpression(word.ToUpperInvariant(), (now, zone) =>
        {
            var local = TimeZoneInfo.ConvertTime(now, zone);
            return Local(local.Date.AddDays(-daysBack(local)) + at, zone);
        });
    }

    private static TimeExpression Period(string which, string period, TokenReader tokens)
    {
        var back = which == "last" ? 1 : 0;
        return period is "hour" or "week" or "month" or "quarter" or "year"
            ? new TimeExpression($"{which} {period}".ToUpperInvariant(), (now, zone) => Local(Begin(TimeZoneInfo.ConvertTime(now, zone).DateTime, period, back), zone))
            : throw tokens.Unexpected();
    }

    private static DateTime Begin(DateTime local, string period, int back) => period switch
    {
        "hour" => local.Date.AddHours(local.Hour - back),
        "week" => local.Date.AddDays(-((((int)local.DayOfWeek + 6) % 7) + (7 * back))),
        "month" => new DateTime(local.Year, local.Month, 1).AddMonths(-back),
        "quarter" => new DateTime(local.Year, (((local.Month - 1) / 3) * 3) + 1, 1).AddMonths(-3 * back),
        _ => new DateTime(local.Year - back, 1, 1),
    };

    private static DateTimeOffset Moment(Match match, DateTimeOffset now, TimeZoneInfo zone)
    {
        var today = TimeZoneInfo.ConvertTime(now, zone).Date;
        var date = match.Groups["date"] is { Success: true } written ? DateTime.ParseExact(written.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture) : today;
        var time = match.Groups["time"] is { Success: true } clock ? TimeSpan.Parse(clock.Value, CultureInfo.InvariantCulture) : TimeSpan.Zero;
        return match.Groups["zone"] is not { Success: true } offset ? Local(date + time, zone)
            : offset.Value == "Z" ? new DateTimeOffset(date + time, TimeSpan.Zero)
            : offset.Value[0] == '[' ? Local(date + time, Zone(offset.Value[1..^1]))
            : new DateTimeOffset(date + time, Offset(offset.Value));
    }

    public static TimeZoneInfo ZoneOf(NrqlQuery query) => query.TimeZone is { } name ? Zone(name) : TimeZoneInfo.Utc;

    public static TimeZoneInfo Zone(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : throw new NrqlException($"Unknown timezone '{name}'");

    private static TimeSpan Offset(string text) =>
        (text[0] == '-' ? -1 : 1) * new TimeSpan(int.Parse(text.AsSpan(1, 2), CultureInfo.InvariantCulture), int.Parse(text.AsSpan(text.Length - 2), CultureInfo.InvariantCulture), 0);

    private static DateTimeOffset Local(DateTime local, TimeZoneInfo zone) => new(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), zone.GetUtcOffset(local));

    [GeneratedRegex(@"^(?:(?<date>\d{4}-\d{2}-\d{2})(?:[T ](?<time>\d{2}:\d{2}(?::\d{2}(?:\.\d{1,7})?)?))?|(?<time>\d{2}:\d{2}(?::\d{2}(?:\.\d{1,7})?)?))\s?(?<zone>Z|[+-]\d{2}:?\d{2}|\[[A-Za-z_/+-]+\])?\z")]
    private static partial Regex DateTimeText();
}
