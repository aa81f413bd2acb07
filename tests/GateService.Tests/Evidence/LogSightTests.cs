using GateService.Evidence;

namespace GateService.Tests.Evidence;

/// <summary>What logs tell at all, before anything is made of their error lines.</summary>
public sealed class LogSightTests
{
    private static readonly DateTimeOffset Begin = Plans.Begin;

    /// <summary>An agent at its cap leaves lines out whatever their level: nothing trips on stable's, nothing is proven by the canary's.</summary>
    [Fact]
    public void Lines_that_stand_still_are_a_cap()
    {
        var (live, capped) = (Log("canary", 100, t => 2_500 + (130 * (t % 3))), Log("stable", 300, _ => 30_000));

        Sight(live, capped).Cut.ShouldNotBeNull().ShouldStartWith("stable logs as many lines in every minute, as an agent at its cap does");
        Sight(live, capped).Blindness.ShouldBeNull();
        Sight(Log("canary", 100, _ => 10_000), Log("stable", 300, t => 28_000 + (900 * (t % 3)))).Blindness.ShouldNotBeNull().ShouldContain("application_logging.forwarding.max_samples_stored");
    }

    /// <summary>A quiet service logs its probes and nothing else, evenly.</summary>
    [Fact]
    public void Few_lines_that_stand_still_are_none() => Sight(Log("canary", 100, _ => 24), Log("stable", 300, _ => 72)).Cut.ShouldBeNull();

    [Theory]
    [InlineData(0, 300, "none of canary, which served 1,000 requests")]
    [InlineData(100, 0, "none of stable, which served 3,000 requests")]
    public void A_log_that_is_not_there_is_no_clean_one(double canary, double stable, string said) =>
        Sight(Log("canary", 100, _ => canary), Log("stable", 300, _ => stable)).Silence.ShouldNotBeNull().ShouldContain(said);

    /// <summary>Where stable logs a line in a hundred requests, a canary of thousand may have none.</summary>
    [Fact]
    public void A_log_that_may_be_empty_is_one() => Sight(Log("canary", 100, _ => 0), Log("stable", 300, _ => 3)).Silence.ShouldBeNull();

    [Fact]
    public void Stable_s_lines_without_a_level_are_no_control()
    {
        var sight = Sight(Log("canary", 100, _ => 200), Log("stable", 300, _ => 600, unlevelled: 0.9));

        sight.StableBlindness.ShouldNotBeNull().ShouldContain("90% of the stable's 6,000 log lines tell no level, and canary's do");
        sight.Blindness.ShouldBeNull();
        Sight(Log("canary", 100, _ => 200, unlevelled: 0.4), Log("stable", 300, _ => 600, unlevelled: 0.4)).StableBlindness.ShouldBeNull("stack traces and access logs are lines, too");
    }

    private static LogSight Sight(LogLines canary, LogLines stable) => new(Plans.Of(Plans.Shipped("http-logs")), canary, stable, 0);

    private static LogLines Log(string name, double requests, Func<int, double> lines, double unlevelled = 0) =>
        new(name, [.. Enumerable.Range(0, 10).Select(t => new LogBucket(Begin.AddMinutes(t), requests, lines(t), 0, unlevelled * lines(t)))]);
}
