using System.Globalization;
using GateService.Core.Words;
using GateService.Wire;

namespace GateService.Pages.Words;

/// <summary>Numbers, moments and names as pages write them.</summary>
internal static class Say
{
    public const string NoData = "no data";

    public static string Value(double? value, Unit unit) => value is { } known ? Quantity.Say(known, unit) : NoData;

    /// <summary>A value beside its limit, with as many decimals as it takes to see that they differ.</summary>
    public static (string Value, string Limit) Pair(double? value, double? limit, Unit unit) => (value, limit) switch
    {
        (_, null) => (Value(value, unit), ""),
        ({ } known, { } line) => Quantity.Pair(known, line, unit),
        (null, { } line) => (NoData, Quantity.Limit(line, unit)),
    };

    public static string Range(double[]? interval, Unit unit) => interval is [var low, var high] ? $"{Value(low, unit)} to {Value(high, unit)}" : "";

    public static string Limit(double limit, Unit unit) => Quantity.Limit(limit, unit);

    public static string Count(double? count) => count is { } known ? Quantity.Count(known) : "";

    public static string Weight(double? weight) => weight is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known:0.##} %") : "";

    public static string Percent(double? share) => share is { } known ? Quantity.Say(known, Unit.Share) : "";

    public static string Number(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);

    public static string Second(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Minute(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    public static string Clock(DateTimeOffset at) => at.ToUniversalTime().ToString("HH:mm", CultureInfo.InvariantCulture);

    public static string Iso(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Ago(DateTimeOffset at, DateTimeOffset now) => (now - at) switch
    {
        { TotalSeconds: < 60 } => "just now",
        { TotalMinutes: < 60 } gone => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(gone.TotalMinutes)} min ago"),
        { TotalHours: < 48 } gone => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(gone.TotalHours)} h ago"),
        var gone => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(gone.TotalDays)} days ago"),
    };

    public static string Origin(ErrorOrigin origin) => origin switch
    {
        ErrorOrigin.SelfInflicted => "self-inflicted",
        ErrorOrigin.Upstream or ErrorOrigin.Undetermined or ErrorOrigin.Bypassed => EnumNames.Of(origin),
    };
}
