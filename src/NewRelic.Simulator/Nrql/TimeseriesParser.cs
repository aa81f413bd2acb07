using NewRelic.Simulator.Settings;

namespace NewRelic.Simulator.Nrql;

/// <summary>What stands behind TIMESERIES. A number without a unit is milliseconds, as New Relic's own charts write it.</summary>
internal sealed class TimeseriesParser(TokenReader tokens, NrqlRules rules)
{
    public TimeseriesClause Read()
    {
        var width = Width();
        if (!tokens.TryWord("SLIDE"))
        {
            return width;
        }

        tokens.Word("BY");
        var slide = Width();
        rules.Require(NrqlRule.SlideByAuto, width is { Width: > 0, IsMax: false }, "SLIDE BY cannot be used with TIMESERIES AUTO or TIMESERIES MAX");
        return width with { Slide = slide.Width is > 0 ? slide.Width : width.Width };
    }

    private TimeseriesClause Width() => tokens.TryWord("AUTO") ? new TimeseriesClause(null, null)
        : tokens.TryWord("MAX") ? new TimeseriesClause(0, null, IsMax: true)
        : tokens.Current.Kind == TokenKind.Number ? new TimeseriesClause(tokens.Duration(needsUnit: false), null)
        : new TimeseriesClause(null, null);
}
