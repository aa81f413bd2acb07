using GateService.Bench.Rules.Shop;
using GateService.Bench.Worlds.Shop;
using GateService.Core.Attribution;
using GateService.Core.Policies;
using GateService.Tests.Evidence;

namespace GateService.Tests.Policies;

/// <summary>docs/measurements/decision-quality.md says that it judges by the shipped policies: those of the bench are they.</summary>
public sealed class BenchPolicyTests
{
    [Fact]
    public void The_bench_judges_by_the_shipped_policies()
    {
        var shop = ShopWorlds.Healthy;

        Same(ShopPolicy.Of(shop, ShopPolicy.Attribution), Plans.Shipped("http-default"));
        Same(ShopPolicy.Of(ShopWorlds.Fix, ShopPolicy.Attribution), Plans.Shipped("http-fix"));
        Same(ShopPolicy.Of(shop with { LooksAtLog = true }, ShopPolicy.Attribution), Plans.Shipped("http-logs"));
    }

    /// <summary>Its few signature rules book the shop's errors as all of the shipped ones do.</summary>
    [Fact]
    public void Errors_of_the_shop_are_booked_as_by_the_shipped_rules()
    {
        var (bench, shipped) = (Of(ShopPolicy.Attribution), Of(Plans.Shipped("http-default").Attribution));

        foreach (var error in new[] { ShopError.Own, ShopError.Ordinary, ShopError.Unavailable, ShopError.BadGateway, ShopError.Pool, ShopError.BadClient, ShopError.Unauthorized, ShopError.HungUp, ShopError.GraphQl, ShopError.TimedOut(2) })
        {
            var (ours, theirs) = (bench.Of(error.Signature, error.Host), shipped.Of(error.Signature, error.Host));

            (ours.Origin, ours.Dependency).ShouldBe((theirs.Origin, theirs.Dependency), error.ToString());
        }

        static Classifier Of(AttributionSettings settings) => new(settings, [], DateOnly.MinValue);
    }

    private static void Same(GatePolicy bench, GatePolicy shipped)
    {
        bench.Objectives.OrderBy(objective => objective.Name).ShouldBe(shipped.Objectives.OrderBy(objective => objective.Name));
        (bench.Window, bench.Bucket, bench.JudgesOnlyAgainstStable).ShouldBe((shipped.Window, shipped.Bucket, shipped.JudgesOnlyAgainstStable));
        (bench.Sequential with { Proof = shipped.Sequential.Proof, PromoteOn = shipped.Sequential.PromoteOn }).ShouldBe(shipped.Sequential);
        bench.Sequential.Proof.Entries.ShouldBe(shipped.Sequential.Proof.Entries);
        bench.Sequential.PromoteOn.Entries.ShouldBe(shipped.Sequential.PromoteOn.Entries);
    }
}
