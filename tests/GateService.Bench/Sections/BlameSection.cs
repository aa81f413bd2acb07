using System.Globalization;
using GateService.Bench.Report;
using GateService.Bench.Rules.Shop;
using GateService.Bench.Simulation;
using GateService.Bench.Worlds;
using GateService.Bench.Worlds.Shop;
using GateService.Core.Policies;
using GateService.Core.Requests;

namespace GateService.Bench.Sections;

/// <summary>Whose fault it is: the labelled scenarios of the field survey, with attribution and beside what is used today.</summary>
internal static class BlameSection
{
    private const int Rollouts = 1000;
    private const double Enough = 0.95;
    private const double Few = 0.01;
    private const double MoreWeight = 25;

    private static readonly IReadOnlyList<Noise> Noises = [Noise.Iid, Noise.Noisy];

    private static readonly IReadOnlyList<string> Headings =
        ["#", "what happens", "right", "**ours**: failed / held / passed", "median minute", "classes right / undetermined", .. ShopRivals.Names];

    public static Section Section { get; } = new("blame", "Whose fault is it", simulator =>
        $"""
        The scenarios of our field survey by number (a dash: not in it): a shop at 100 requests a second, the canary at 5 % for ten minutes beside stable (two pods and six), an hour of stable's past.
        Requests fail with the classes, messages and statuses of the simulator; payments-api, inventory-api and a database are called; a tenth of the requests is traced. *Ours* is the
        whole evaluation (`GateEvaluator`) by the shipped `http-default`, asked every minute from the second on: what is failed at any look is failed, else the answer at the end of the
        ten minutes counts. Percent of {simulator.Runs(Rollouts):#,0} rollouts (at two standard errors 0 and 100 are ±{Error(simulator, 0)}, 98 is ±{Error(simulator, 0.98)}). *Right* is what a perfect gate says.

        *Classes right / undetermined* are the canary's failed requests at the end: whether their class got its true origin (`attribution.classes` of an answer), or none. The truth of an
        error that names a dependency is *upstream*, unless it is the canary that made it fail.

        The others, percent of the same rollouts ever failed: *without attribution* is our judge, all errors the service's own; *exclude upstream* is our judge after every class that names
        a dependency is taken out unseen, the rule most people think of first; *limit* is the policy's 2 % on the last minute with `failureLimit` 0 and 3; *rank test* is Kayenta's
        algorithm; *threshold judge* is `http-threshold`'s.

        {string.Join('\n', Noises.Select(noise => $"### Errors of the shop: {noise.Name}\n\n{Table(simulator, noise)}"))}
        ### The noisy ones with five times the traffic

        What is missed in clusters is missed for want of traffic: the same at a weight of {MoreWeight:0} %, where the limit is 1 %.

        {Markdown.Table(Headings, WithMoreTraffic.Select(world => Row(simulator, world)))}
        ### What it does not reach

        Every cell of the tables above in which a bad canary is failed in less than {100 * Enough:0} %, a good one in more than {100 * Few:0} %, or fewer than {100 * Enough:0} % of the errors get their true origin.

        {Markdown.Table(["#", "what happens", "noise", "measured", "by", "why"], ShopMiss.Of(Worlds.Select(world => (world, Ours(simulator, world))), Enough, Few).Select(Row))}
        """);

    /// <summary>The first two tables.</summary>
    public static IEnumerable<ShopWorld> Worlds => Noises.SelectMany(noise => ShopWorlds.Survey.Select(world => world with { Noise = noise }));

    /// <summary>The third.</summary>
    public static IEnumerable<ShopWorld> WithMoreTraffic => ShopWorlds.MustFail.Prepend(ShopWorlds.OwnRegression).Select(world => world with { Noise = Noise.Noisy, Weight = MoreWeight });

    public static ShopTally Ours(Simulator simulator, ShopWorld world) => Ours(simulator, world, ShopPolicy.Attribution, "ours", Rollouts);

    /// <param name="simulator">Plays it.</param>
    /// <param name="world">What.</param>
    /// <param name="attribution">How it is judged.</param>
    /// <param name="name">Of that.</param>
    /// <param name="rollouts">How many.</param>
    public static ShopTally Ours(Simulator simulator, ShopWorld world, AttributionSettings attribution, string name, int rollouts)
    {
        var gate = new ShopGate(world, attribution);
        return new ShopTally(simulator.Run($"{world.Name}|{name}", rollouts, run => gate.Judge(ShopRollout.Play(simulator.Dice(world.Name, run), world))), world.OnsetMinute);
    }

    private static string Table(Simulator simulator, Noise noise) =>
        Markdown.Table(Headings, ShopWorlds.Survey.Select(world => Row(simulator, world with { Noise = noise })));

    private static IReadOnlyList<string> Row(Simulator simulator, ShopWorld world)
    {
        var ours = Ours(simulator, world);
        var fails = ShopRivals.Of(world);
        var rivals = world.Mode == GateMode.Step ? simulator.Run($"{world.Name}|rivals", Rollouts, run => fails(ShopRollout.Play(simulator.Dice(world.Name, run), world))) : [];
        return
        [
            world.Number,
            world.What,
            world.RightVerdict,
            ours.Verdicts,
            Tally.Say(ours.Failures.Median),
            ours.Labels,
            .. ShopRivals.Names.Select((_, rule) => rivals.Count == 0 ? "-" : ShopTally.Percent((double)rivals.Count(failed => failed[rule]) / rivals.Count)),
        ];
    }

    /// <summary>Two standard errors of a share, in percent.</summary>
    private static string Error(Simulator simulator, double share)
    {
        var runs = simulator.Runs(Rollouts);
        return (200 * new Tally([.. Enumerable.Range(0, runs).Select(run => run < share * runs ? 1 : (double?)null)], 0).StandardError).ToString("0.0", CultureInfo.InvariantCulture);
    }

    private static IReadOnlyList<string> Row(ShopMiss miss) =>
        [miss.World.Number, miss.World.What, miss.World.Noise.Name, miss.Measured, miss.By.ToString("0.0", CultureInfo.InvariantCulture) + " points", miss.Why];
}
