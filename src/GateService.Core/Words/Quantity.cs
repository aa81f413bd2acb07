using System.Globalization;

namespace GateService.Core.Words;

/// <summary>Numbers as people read them: shares as percent, durations with their unit, counts with thousands.</summary>
public static class Quantity
{
    private const int MostDecimals = 6;

    /// <summary>A value beside its limit, with as many decimals as it takes to see that they differ.</summary>
    public static (string Value, string Limit) Pair(double value, double limit, Unit unit)
    {
        for (var decimals = 0; decimals <= MostDecimals; decimals++)
        {
            var pair = (Say(value, unit, decimals), Say(limit, unit));
            if (pair.Item1 != Say(limit, unit, decimals) || value.Equals(limit))
            {
                return pair;
            }
        }

        return (Say(value, unit, MostDecimals), Say(limit, unit));
    }

    public static string Say(double value, Unit unit, int extraDecimals = 0) => unit switch
    {
        Unit.Share => Text(100 * value, Decimals(100 * value, 1) + extraDecimals) + "%",
        Unit.Score => value.ToString($"F{2 + extraDecimals}", CultureInfo.InvariantCulture),
        Unit.Seconds => value is < 1 and > -1 ? Text(1000 * value, extraDecimals) + "ms" : Text(value, 2 + extraDecimals) + "s",
        Unit.PerMinute => Text(value, Decimals(value, 1) + extraDecimals) + "/min",
        Unit.PerRequest => Text(value, Decimals(value, 2) + extraDecimals) + "/request",
        Unit.Count => value == Math.Floor(value) && Math.Abs(value) < 1e15 ? Count(value) : Text(value, Decimals(value, 2) + extraDecimals),
    };

    /// <summary>A count of observations: Apdex counts halves, and what was asked in wide buckets is spread over narrow ones, so tenths are told where there are some.</summary>
    public static string Count(double value)
    {
        var tenths = Math.Round(value, 1);
        return tenths.ToString(tenths == Math.Floor(tenths) ? "N0" : "N1", CultureInfo.InvariantCulture);
    }

    /// <summary>Small numbers keep two significant digits: 0.12 %, 0.0034 %.</summary>
    private static int Decimals(double value, int least) =>
        value == 0 || Math.Abs(value) >= 1 ? least : Math.Clamp(1 - (int)Math.Floor(Math.Log10(Math.Abs(value))), least, MostDecimals);

    private static string Text(double value, int decimals)
    {
        var text = value.ToString($"F{Math.Min(decimals, 9)}", CultureInfo.InvariantCulture);
        if (decimals <= 1 || !text.Contains('.', StringComparison.Ordinal))
        {
            return text;
        }

        var trimmed = text.TrimEnd('0');
        return trimmed.EndsWith('.') ? trimmed + "0" : trimmed;
    }
}
