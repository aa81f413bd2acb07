using GateService.Core.Statistics;

namespace GateService.Bench.Tests.Statistics;

/// <summary>What nobody can win, whichever bucket they begin with.</summary>
public sealed class BestStretchTests
{
    private const double Alpha = 0.001;
    private static readonly Betting Betting = Betting.Harm(Alpha, 1, 1);

    [Fact]
    public void No_bettors_ever_get_richer_wherever_they_begin()
    {
        var random = new Random(7);
        for (var round = 0; round < 200; round++)
        {
            var buckets = Enumerable.Range(0, 1 + random.Next(40)).Select(_ => Boundary.Absolute(random.Next(4) * random.Next(3), 100 + random.Next(900), 0.001)).ToArray();
            var deflation = buckets.Select(_ => 1 + random.NextDouble()).ToArray();

            var best = BestStretch.Of(buckets, deflation, Betting);

            for (var begin = 0; begin < buckets.Length; begin++)
            {
                EProcess.LogWealth<CountBucket>(buckets.AsSpan(begin), deflation.AsSpan(begin), Tilt.More, Betting).Max().ShouldBeLessThanOrEqualTo(best + 1e-9);
            }
        }
    }

    [Fact]
    public void Where_nothing_is_over_the_boundary_there_is_nothing_to_win()
    {
        CountBucket[] quiet = [.. Enumerable.Repeat(Boundary.Absolute(0, 500, 0.001), 30)];
        CountBucket[] late = [.. quiet, .. Enumerable.Repeat(Boundary.Absolute(10, 500, 0.001), 3)];

        BestStretch.Of(quiet, [.. quiet.Select(_ => 1.0)], Betting).ShouldBe(0);
        BestStretch.Of(late, [.. late.Select(_ => 1.0)], Betting).ShouldBeGreaterThan(Math.Log(1 / Alpha), "whatever was lost before it began");
    }
}
