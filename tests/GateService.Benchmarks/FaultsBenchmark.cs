using System.Globalization;
using GateService.Tests.Faults;

namespace GateService.Benchmarks;

/// <summary>Thousands of evaluations of a real gate process while New Relic, the store and the receiver of messages fail by chance and at once.</summary>
internal static class FaultsBenchmark
{
    private const int Callers = 8;

    /// <summary>As shipped.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(8);

    /// <summary>For the way to the gate and back, on a machine whose cores carry the simulator and the load as well.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    /// <returns>No late answer, no wrong verdict, no other status, nothing lost.</returns>
    public static async Task<bool> RunAsync(int evaluations)
    {
        var folder = Directory.CreateTempSubdirectory("gate-faults-").FullName;
        var store = $"Data Source={Path.Combine(folder, "gate.db")}";
        await using var simulator = await Server.SimulatorAsync();
        await using var receiver = await FaultyReceiver.StartAsync(1);
        var settings = receiver.Settings.ToDictionary(setting => setting.Key.Replace(":", "__", StringComparison.Ordinal), setting => setting.Value!);
        await using var gate = await Server.ShippedGateAsync(simulator, new(settings) { ["History__ConnectionString"] = store });
        var run = new FaultRun(gate.Http, simulator.Http, (dice, ct) => StoreTrouble.StrikeAsync(store, dice, ct), receiver, 1);
        await using (var calm = await Server.GateAsync(simulator, new() { ["History__Enabled"] = "false" }))
        {
            await run.PrepareAsync(calm.Http, TimeProvider.System.GetUtcNow().AddHours(-2));
        }

        var watch = System.Diagnostics.Stopwatch.StartNew();
        await run.RunAsync(evaluations, Callers);
        var took = watch.Elapsed;
        var (decisions, messages) = await run.LostAsync(TimeSpan.FromMinutes(5));
        var (outcomes, late) = (run.Outcomes, run.Outcomes.Count(outcome => outcome.Took > Deadline + Slack));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{outcomes.Count} evaluations in {took.TotalSeconds:0} s: {outcomes.Count(outcome => outcome.IsSame)} with the verdict that they have without faults, {outcomes.Count(outcome => !outcome.IsSame && outcome.Fault is null)} inconclusive that say what failed, {run.Faults.Count} wrong or none, "
            + $"{late} late (longest {outcomes.Max(outcome => outcome.Took).TotalSeconds:0.00} s); {outcomes.Count(outcome => !outcome.IsKept)} said that they could not be stored, of the others {decisions} decisions and {messages} messages lost, {receiver.Taken.Values.Count(times => times > 1)} messages taken more than once"));
        foreach (var fault in run.Faults.Take(20))
        {
            Console.WriteLine(fault);
        }

        foreach (var said in outcomes.Where(outcome => !outcome.IsSame).CountBy(outcome => outcome.Said.Length > 100 ? outcome.Said[..100] : outcome.Said).OrderByDescending(said => said.Value).Take(12))
        {
            Console.WriteLine($"  {said.Value} × {said.Key}");
        }

        return run.Faults.Count + late + decisions + messages == 0;
    }
}
