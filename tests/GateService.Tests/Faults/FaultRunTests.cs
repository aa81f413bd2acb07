using GateService.Tests.Hosting;

namespace GateService.Tests.Faults;

/// <summary>A sample of <c>-- faults</c>: New Relic, the store and the receiver of messages fail at once.</summary>
public sealed class FaultRunTests
{
    [Fact]
    public async Task Whatever_fails_at_once_a_verdict_is_right_or_says_what_failed_and_nothing_is_lost()
    {
        using var store = new Kept();
        await using var simulator = await SimulatorHost.StartAsync();
        await using var receiver = await FaultyReceiver.StartAsync(3);
        await using var calm = await GateHost.StartAsync(simulator.Endpoint, _ => { }, [.. GateHost.Patient, ("History:Enabled", "false")]);
        await using var gate = await GateHost.StartAsync(
            simulator.Endpoint, _ => { }, [.. receiver.Settings.Select(setting => (setting.Key, setting.Value)), store.Setting, ("NewRelic:BreakDuration", "00:00:01")]);
        var run = new FaultRun(gate.Client, simulator.Client, (dice, ct) => StoreTrouble.StrikeAsync(store.ConnectionString, dice, ct), receiver, 3);
        await run.PrepareAsync(calm.Client, new DateTimeOffset(2026, 1, 2, 12, 0, 0, TimeSpan.Zero));

        // Faults come by the clock: on a machine that is quick enough forty evaluations may slip through between them.
        var asked = 0;
        while (asked == 0 || (asked < 800 && run.Outcomes.All(outcome => outcome.IsSame)))
        {
            await run.RunAsync(evaluations: 40, callers: 4);
            asked += 40;
        }

        run.Faults.ShouldBeEmpty();
        run.Outcomes.Count.ShouldBe(asked);
        run.Outcomes.ShouldContain(outcome => outcome.IsSame);
        run.Outcomes.ShouldContain(outcome => !outcome.IsSame, "nothing failed");
        (await run.LostAsync(TimeSpan.FromMinutes(2))).ShouldBe((0, 0));
    }
}
