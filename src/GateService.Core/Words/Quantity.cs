using System.Globalization;

namespace GateService.Core.Words;

/// <summary>
/// Numbers for people, everywhere by one rule. What was measured has two significant digits, and whole numbers stay whole (<c>2.9 s</c>, <c>238 ms</c>, <c>17,201</c>); of a share near
/// 100 % and of an Apdex near 1 what it lacks is told (<c>95.2 %</c>, <c>99.87 %</c>, <c>0.997</c>). Zeros at the end are left out. What a policy says is told as written. A value beside its limit gets the
/// digits it takes to stand on its own side of it. Machines read JSON, where numbers are exact.
/// </summary>
public static class Quantity
{
    /// <summary>Beyond these a number is nothing.</summary>
    private const int MostDecimals = 6;

    /// <summary>Digits more than a measured number's until a value and its limit differ, as far as their bits do.</summary>
    private const int MostExtra = 14;

    /// <summary>Digits more than a measured number's that a policy may write.</summary>
    private const int WrittenExtra = 2;

    /// <summary>What was measured, with its unit.</summary>
    public static string Say(double value, Unit unit) => Text(value, unit, 0);

    /// <summary>What a policy says, with its unit: as written. What was worked out, and so has no end of digits, as if measured.</summary>
    public static string Limit(double limit, Unit unit) => Text(limit, unit, Written(limit, unit) ?? 0);

    /// <summary>A value beside its limit: neither reads as on the limit, nor as on its other side, where it is not.</summary>
    /// <param name="value">What was measured.</param>
    /// <param name="limit">What it is held against.</param>
    /// <param name="unit">Of both.</param>
    /// <param name="isWritten">A policy says the limit; else it was worked out, and is told as if measured.</param>
    public static (string Value, string Limit) Pair(double value, double limit, Unit unit, bool isWritten = true)
    {
        var written = isWritten ? Written(limit, unit) : null;
        var pair = (Text(value, unit, 0), Text(limit, unit, written ?? 0));
        for (var extra = 1; extra <= MostExtra && Read(pair.Item1, unit).CompareTo(Read(pair.Item2, unit)) != value.CompareTo(limit); extra++)
        {
            pair = (Text(value, unit, extra), Text(limit, unit, written ?? extra));
        }

        return pair;
    }

    /// <summary>How many times as much: <c>12x</c>, <c>1.6x</c>.</summary>
    public static string Times(double ratio) => $"{Digits(ratio, 0)}x";

    /// <summary>A margin or another factor that a policy says: <c>1.15x</c>.</summary>
    public static string Margin(double factor) => $"{factor.ToString("0.##", CultureInfo.InvariantCulture)}x";

    /// <summary>A difference of shares, without its sign: <c>23 points</c>.</summary>
    /// <param name="difference">0 to 1.</param>
    public static string Points(double difference) => Digits(100 * Math.Abs(difference), 0) is var points && points == "1" ? "1 point" : $"{points} points";

    /// <summary>A count of observations: Apdex counts halves, and what was asked in wide buckets is spread over narrow ones, so tenths are told where there are some.</summary>
    public static string Count(double value)
    {
        var tenths = Math.Round(value, 1);
        return tenths.ToString(tenths == Math.Floor(tenths) ? "N0" : "N1", CultureInfo.InvariantCulture);
    }

    private static string Text(double value, Unit unit, int extra) => unit switch
    {
        Unit.Share => Trimmed(100 * value, (value is > 0.5 and < 1 ? NearBest(100 - (100 * value)) : Decimals(100 * value, 2)) + extra) + " %",
        Unit.Score => Trimmed(value, Math.Clamp(Decimals(value is > 0.5 and < 1 ? 1 - value : value, 1), 2, 3) + extra),
        Unit.Seconds => value is < 1 and > -1 && Digits(1000 * value, extra) is var milliseconds && milliseconds.TrimStart('-') != "1,000" ? $"{milliseconds} ms" : $"{Digits(value, extra)} s",
        Unit.PerMinute => Digits(value, extra) + "/min",
        Unit.PerRequest => Digits(value, extra) + "/request",
        Unit.Count => Digits(value, extra),
    };

    /// <summary>What a share lacks, in percent, says how many digits tell: 95.2, 99.87, 99.992.</summary>
    private static int NearBest(double lacking) => lacking >= 1 ? Decimals(lacking, 2) : Math.Max(2, Decimals(lacking, 1));

    private static string Digits(double value, int extra) => Trimmed(value, Decimals(value, 2) + extra);

    /// <summary>So many that <paramref name="significant"/> digits show; none for whole numbers of more.</summary>
    private static int Decimals(double value, int significant) =>
        value == 0 || !double.IsFinite(value) ? 0 : Math.Clamp(significant - 1 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, MostDecimals);

    private static string Trimmed(double value, int decimals)
    {
        var text = value.ToString($"N{decimals}", CultureInfo.InvariantCulture);
        var trimmed = decimals > 0 ? text.TrimEnd('0').TrimEnd('.') : text;
        return trimmed == "-0" ? "0" : trimmed;
    }

    /// <summary>Digits more than a measured number's with which a limit reads as it was written; null where few do not.</summary>
    private static int? Written(double limit, Unit unit)
    {
        for (var extra = 0; extra <= WrittenExtra; extra++)
        {
            if (Math.Abs(Read(Text(limit, unit, extra), unit) - (unit == Unit.Share ? 100 * limit : limit)) <= 1e-9 * Math.Abs(limit))
            {
                return extra;
            }
        }

        return null;
    }

    /// <summary>The number a text shows; shares in percent.</summary>
    private static double Read(string text, Unit unit)
    {
        var end = text.IndexOfAny([' ', '/']);
        return !double.TryParse(end < 0 ? text : text[..end], NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number) ? double.NaN
            : unit == Unit.Seconds && text.EndsWith("ms", StringComparison.Ordinal) ? number / 1000
            : number;
    }
}
