using GateService.Core.Evidence;
using GateService.Core.Policies.Telemetry;
using GateService.Core.Statistics;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>
/// Rows of calls: how often, how long, and how they ended. That is told apart by a facet, because it is a long condition, and would otherwise stand in every
/// column.
/// </summary>
internal static class CallRows
{
    private const string Failed = "failed";
    private const string Answered = "answered";
    private const string Untold = "untold";

    public static Nrql Columns(CallSource source)
    {
        var duration = new NrqlIdentifier(source.DurationAttribute);
        return Nrql.Create($"count(*) AS calls, average({duration}) AS mean, stddev({duration}) AS deviation");
    }

    /// <summary>The first facet of every row.</summary>
    public static Nrql Outcome(CallSource source)
    {
        var silent = Nrql.And(source.OutcomeAttributes.Select(attribute => Nrql.Create($"{new NrqlIdentifier(attribute)} IS NULL")));
        var ended = source.OutcomeAttributes.Count == 0 ? Nrql.Create($"{Answered}") : Nrql.Create($"if({silent}, {Untold}, {Answered})");
        return Nrql.Create($"if({Nrql.Trusted(source.FailedCall)}, {Failed}, {ended})");
    }

    public static double Calls(NrqlRow row) => row.Number("calls") ?? 0;

    /// <summary>Carries none of the attributes of which every call that ended has one. A datastore's says so only where it failed.</summary>
    public static bool IsUntold(NrqlRow row) => row.Facet == Untold;

    /// <summary>Laid onto the cells of the span.</summary>
    /// <param name="source">What calls mean.</param>
    /// <param name="span">That was asked about.</param>
    /// <param name="rows">Of one dependency and one slice.</param>
    /// <param name="shares">What each cell has of its wide bucket.</param>
    public static CallBucket[] Lay(CallSource source, CoarseSpan span, IEnumerable<NrqlRow> rows, double[] shares)
    {
        var wide = new CallBucket[span.Window.Buckets];
        foreach (var (index, row) in BucketRows.Index(span.Window, rows))
        {
            var calls = new SampleMean(Calls(row), Seconds(row, "mean"), Seconds(row, "deviation"));
            wide[index] += new CallBucket(calls.Size, calls, row.Facet == Failed ? calls : default);
        }

        return [.. shares.Select((share, t) => Share(wide[span.WideOf(t)], share))];

        double Seconds(NrqlRow row, string name) => (row.Number(name) ?? 0) * source.DurationUnit.InSeconds();

        static CallBucket Share(CallBucket whole, double share) => new(whole.Calls * share, CoarseSpan.Share(whole.Duration, share), CoarseSpan.Share(whole.Failed, share));
    }
}
