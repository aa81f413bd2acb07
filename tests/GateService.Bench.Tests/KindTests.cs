using GateService.Bench.Report;
using GateService.Bench.Rules.Shop;
using GateService.Bench.Sections;
using GateService.Bench.Simulation;
using GateService.Bench.Worlds.Shop;
using GateService.Core.Findings;

namespace GateService.Bench.Tests;

/// <summary>"Blind spots and needless holds" with a handful of rollouts of each world, and what is made of minutes.</summary>
public sealed class KindTests
{
    private const int Rollouts = 5;

    public static TheoryData<string> Kinds => [.. ShopKinds.All.Select(kind => kind.Name)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Harm_never_passes_and_its_harmless_twin_never_fails(string kind)
    {
        foreach (var world in ShopKinds.All.Single(known => known.Name == kind).Worlds)
        {
            var ours = Play(world);

            (world.Right is Right.Fail or Right.Hold or Right.NotPass && ours.Passed > 0).ShouldBeFalse($"{world.Name}: {ours.Verdicts}");
            (world.Right is not (Right.Fail or Right.NotPass) && ours.Failed > 0).ShouldBeFalse($"{world.Name}: {ours.Verdicts}");
            (world.Right is Right.Fail && ours.Failed < 1).ShouldBeFalse($"{world.Name}: {ours.Verdicts}");
            (world.Right is Right.Pass && ours.Passed < 1).ShouldBeFalse($"{world.Name}: {ours.Verdicts}");
        }
    }

    [Fact]
    public void What_is_held_says_what_for()
    {
        Play(ShopKinds.All.Single(kind => kind.Name == "falls silent").Worlds[0]).Outcomes.ShouldAllBe(outcome => outcome.HeldBy == UndecidedCause.Silent);
        Play(ShopKinds.All.Single(kind => kind.Name == "breaks stable").Worlds[0]).Outcomes.ShouldAllBe(outcome => outcome.HeldBy == UndecidedCause.HurtsStable);
    }

    /// <summary>Three steps, each asked for what it asks for; a healthy one goes through all of them.</summary>
    [Fact]
    public void A_whole_rollout_of_a_healthy_canary_is_promoted()
    {
        var world = ShopKinds.Quiet[1];

        world.Length.ShouldBe(30);
        Play(world).Passed.ShouldBe(1);
    }

    [Fact]
    public void Every_cell_counts_alike_whatever_its_rollouts()
    {
        var (few, many) = (new Tally([4, 5], 0), new Tally([.. Enumerable.Repeat<double?>(14, 97), null, null, null], 10));

        Tally.Of([few, many]).ShouldBe((4, 5));
        Tally.Of([new Tally([1, null], 0)]).ShouldBe((1, null));
    }

    /// <summary>Each kind is also played end to end, by a class of tests of that name.</summary>
    [Fact]
    public void Every_kind_names_tests_that_exist()
    {
        var tests = Path.Combine(Path.GetDirectoryName(Document.Path)!, "..", "..", "tests");

        foreach (var kind in ShopKinds.All)
        {
            Directory.EnumerateFiles(tests, $"{kind.Played}.cs", SearchOption.AllDirectories).ShouldNotBeEmpty($"{kind.Name}: {kind.Played}");
        }
    }

    private static ShopTally Play(ShopWorld world) => BlameSection.Ours(new Simulator(1, TextWriter.Null), world, ShopPolicy.Attribution, "ours", Rollouts);
}
