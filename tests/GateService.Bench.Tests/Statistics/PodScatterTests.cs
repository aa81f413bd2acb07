using GateService.Core.Statistics;

namespace GateService.Bench.Tests.Statistics;

/// <summary>What single pods of stable show before the rollout, in both directions.</summary>
public sealed class PodScatterTests
{
    private const int Minutes = 60;
    private const double Requests = 3000;

    /// <summary>Forty errors at once, every seventh minute, and as many one by one.</summary>
    [Fact]
    public void Errors_that_come_at_once_are_told_from_those_that_come_one_by_one()
    {
        Of(t => t % 7 == 3 ? 40 : 0).Clusters.ShouldBeGreaterThan(10);
        Of(t => 5 + (t % 3)).Clusters.ShouldBe(1);
    }

    /// <summary>Three hundred errors a minute and an eighth more or less: that is a rate that jitters, no clusters.</summary>
    [Fact]
    public void Jitter_of_a_busy_pod_is_not_taken_for_clusters()
    {
        var busy = Of(t => t % 2 == 0 ? 340 : 260);

        busy.Clusters.ShouldBe(1);
        busy.Plain.ShouldBeGreaterThan(5);
    }

    /// <summary>An outage begins in six pods at once, and its weather is theirs alike; or each pod has minutes like that of its own; or there is one pod, of which nobody knows which it is.</summary>
    [Fact]
    public void What_all_pods_share_is_no_clusters_and_what_each_has_by_itself_is()
    {
        var together = PodScatter.Of([.. Enumerable.Range(0, 6).Select(_ => Pod(Bad))], Scatter.Counts);
        var apart = PodScatter.Of([.. Enumerable.Range(0, 6).Select(pod => Pod(t => Bad((t + (10 * pod)) % Minutes)))], Scatter.Counts);

        together.Clusters.ShouldBeLessThan(1.5);
        apart.Clusters.ShouldBeGreaterThan(4);
        Of(Bad).Clusters.ShouldBeGreaterThan(4);
        together.Plain.ShouldBeGreaterThan(4, "whatever it comes of");

        static double Bad(int t) => t < 52 ? 1 : t % 2 == 0 ? 20 : 90;
    }

    /// <summary>A minute in which others had a handful says little of what all share: their clusters are not taken off this pod's.</summary>
    [Fact]
    public void A_handful_of_the_others_is_nothing_that_all_share()
    {
        var calm = PodScatter.Of([Pod(t => t % 7 == 3 ? 10 : 0), Pod(_ => 0.5)], Scatter.Counts);
        var noisy = PodScatter.Of([Pod(t => t % 7 == 3 ? 10 : 0), Pod(t => t % 7 == 3 ? 3.5 : 0)], Scatter.Counts);

        noisy.Clusters.ShouldBeGreaterThan(0.7 * calm.Clusters);
    }

    [Fact]
    public void A_bucket_of_a_few_clusters_tells_no_more_than_they_do()
    {
        var scatter = Of(t => t % 7 == 3 ? 40 : 0).Of(Scatter.Counts);
        CountBucket[] few = [new(40, 300, 0.05)];

        Dispersion.Deflation<CountBucket>(few, scatter, 1, 1, [])[0].ShouldBeGreaterThan(5 * Dispersion.Deflation<CountBucket>(few, Scatter.Counts, 1, 1, [])[0]);
        Dispersion.Deflation<CountBucket>(few, Of(t => 5 + (t % 3)).Of(Scatter.Counts), 1, 1, []).ShouldBe(Dispersion.Deflation<CountBucket>(few, Scatter.Counts, 1, 1, []));
    }

    /// <summary>Ten times as bad every third minute: where pods are calm that is no noise; where they jump too, or nobody knows, it may be.</summary>
    [Fact]
    public void A_fault_that_comes_and_goes_does_not_pass_for_the_noise_of_calm_pods()
    {
        Of(t => 30 + (t % 3)).Of(Scatter.Counts).Winsor.ShouldBe(5);
        Of(t => t % 2 == 0 ? 10 : 100).Of(Scatter.Counts).Winsor.ShouldBe(20);
        PodScatter.Of([[.. Enumerable.Repeat((30.0, Requests), 20)]], Scatter.Counts).Of(Scatter.Counts).Winsor.ShouldBe(20);
    }

    private static PodScatter Of(Func<int, double> bad) => PodScatter.Of([Pod(bad)], Scatter.Counts);

    private static (double Bad, double Exposure)[] Pod(Func<int, double> bad) => [.. Enumerable.Range(0, Minutes).Select(t => (bad(t), Requests))];
}
