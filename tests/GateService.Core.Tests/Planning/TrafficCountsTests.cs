using GateService.Core.Evidence;
using GateService.Core.Planning;

namespace GateService.Core.Tests.Planning;

/// <summary>Timeslices count where events are missing, and nowhere else; without them a count that stands still is a lower bound.</summary>
public sealed class TrafficCountsTests
{
    private static readonly DateTimeOffset Begin = new(2026, 11, 24, 11, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Where_an_agent_left_events_out_its_timeslices_count()
    {
        var counts = TrafficCounts.Of(Cells(1200, 1200, 1200), Cells(3600, 3600, 3600), Slices(1, 3, 1300, 24_700));

        counts.Basis.ShouldBe(TrafficBasis.Timeslices);
        counts.Judged.ShouldAllBe(bucket => bucket.Exposure == 1300);
        counts.Control.ShouldAllBe(bucket => bucket.Exposure == 24_700);
        counts.Kept.ShouldBe(4800.0 / 26_000, 1e-12);
        counts.Note.ShouldNotBeNull().ShouldContain("18 % of the requests as events");
    }

    /// <summary>Timeslices count probes too: a quiet service of which half is probes loses no event.</summary>
    [Theory]
    [InlineData(10, 30, 70, 210)]
    [InlineData(600, 1800, 719, 2159)]
    public void Probes_are_no_missing_events(double canary, double stable, double canarySlices, double stableSlices) =>
        TrafficCounts.Of(Cells(canary, canary, canary), Cells(stable, stable, stable), Slices(1, 3, canarySlices, stableSlices)).Basis.ShouldBe(TrafficBasis.Rows);

    [Fact]
    public void Timeslices_of_other_hosts_count_nothing() =>
        TrafficCounts.Of(Cells(1200, 1200, 1200), Cells(3600, 3600, 3600), Slices(1, 3, 0, 24_700)).Basis.ShouldBe(TrafficBasis.Rows);

    [Fact]
    public void An_event_that_arrived_was_served_though_its_timeslice_is_late()
    {
        var late = Slices(1, 1, 4000, 12_000) with { Judged = [new(4000, 1), new(4000, 1), new(4000, 1), new(0, 0)], Control = [new(12_000, 1), new(12_000, 1), new(12_000, 1), new(0, 0)] };

        var counts = TrafficCounts.Of(Cells(1200, 1200, 1200, 1200), Cells(1200, 1200, 1200, 1200), late);

        counts.Judged.Select(bucket => bucket.Exposure).ShouldBe([4000, 4000, 4000, 1200]);
    }

    [Theory]
    [InlineData(true, TrafficBasis.AtLeast)]
    [InlineData(false, TrafficBasis.Rows)]
    public void Without_timeslices_only_a_count_that_stands_still_is_a_lower_bound(bool standsStill, TrafficBasis basis)
    {
        double[] counts = standsStill ? [1200, 1199, 1200, 1200, 1201, 1200, 1200, 1200] : [1210, 1163, 1239, 1187, 1222, 1170, 1248, 1194];

        TrafficCounts.Of(Cells(counts), Cells(3610, 3502, 3689, 3555, 3642, 3588, 3701, 3530), Slices(0, 0, 0, 0, counts.Length)).Basis.ShouldBe(basis);
        TrafficCounts.Of(Cells(counts), Cells(3610, 3502, 3689, 3555, 3642, 3588, 3701, 3530), null).Basis.ShouldBe(TrafficBasis.Rows);
    }

    private static Bucket[] Cells(params double[] exposures) => [.. exposures.Select((exposure, i) => new Bucket(Begin.AddMinutes(i), exposure, 0))];

    private static TimesliceEvidence Slices(int canaryHosts, int stableHosts, double canary, double stable, int cells = 3) => new(
        [.. Enumerable.Repeat(new TimesliceCount(canary, canaryHosts), cells)], [.. Enumerable.Repeat(new TimesliceCount(stable, stableHosts), cells)]);
}
