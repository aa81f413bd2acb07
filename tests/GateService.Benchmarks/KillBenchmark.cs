using System.Globalization;

namespace GateService.Benchmarks;

/// <summary>
/// A real gate process killed with SIGKILL a random moment after it answered, over and over on the same file. Afterwards: is every decision that was
/// answered there, did every message arrive, did one arrive twice?
/// </summary>
internal static class KillBenchmark
{
    private const int LatestKillMilliseconds = 60;
    private const int SlowestReceiverMilliseconds = 25;

    /// <returns>Nothing was lost.</returns>
    public static async Task<bool> RunAsync(int kills)
    {
        var folder = Directory.CreateTempSubdirectory("gate-kill-").FullName;
        var dice = new Random(5);
        await using var simulator = await Server.SimulatorAsync();
        await using var receiver = await ReceiverServer.StartAsync();
        receiver.Answer = async http =>
        {
            await Task.Delay(Random.Shared.Next(SlowestReceiverMilliseconds));
            await http.Response.WriteAsync("ok");
        };
        var fleet = await LiveFleet.LoadAsync(simulator.Http);
        var answered = new List<string>();
        for (var kill = 0; kill < kills; kill++)
        {
            await using var gate = await Server.GateAsync(simulator, Webhook(receiver), folder);
            var answer = await fleet.EvaluateAsync(gate.Http);
            answered.Add(answer.GetProperty("decision").GetProperty("id").GetString()!);
            await Task.Delay(dice.Next(LatestKillMilliseconds));
            gate.Kill();
        }

        var lost = await FinishAsync(simulator, receiver, folder, answered);
        var missing = kills - receiver.Taken.Select(message => message.Id).Distinct().Count();
        var repeated = receiver.Taken.GroupBy(message => message.Id).Count(group => group.Count() > 1);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{kills} kills: {lost} of {answered.Count} answered decisions lost, {missing} messages lost, {repeated} sent again with the id they had (a receiver that knows ids shows none of them twice)"));
        Directory.Delete(folder, recursive: true);
        return lost == 0 && missing == 0;
    }

    /// <summary>A last gate that lives until everything is delivered; how many answered decisions it does not know.</summary>
    private static async Task<int> FinishAsync(Server simulator, ReceiverServer receiver, string folder, List<string> answered)
    {
        await using var gate = await Server.GateAsync(simulator, Webhook(receiver), folder);
        using var end = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (receiver.Taken.Select(message => message.Id).Distinct().Count() < answered.Count && !end.IsCancellationRequested)
        {
            await Task.Delay(100);
        }

        // A second delivery of what died between the answer and its note comes when the claim has run out.
        await Task.Delay(TimeSpan.FromSeconds(10));
        var lost = 0;
        foreach (var id in answered)
        {
            using var found = await gate.Http.GetAsync(new Uri($"/v1/decisions/{id}", UriKind.Relative));
            lost += found.IsSuccessStatusCode ? 0 : 1;
        }

        return lost;
    }

    private static Dictionary<string, string> Webhook(ReceiverServer receiver) => new()
    {
        ["Notifications__Channels__0__Name"] = "team",
        ["Notifications__Channels__0__Kind"] = "Webhook",
        ["Notifications__Channels__0__Url"] = new Uri(receiver.Url, "/hook").ToString(),
        ["Notifications__Channels__0__Secret"] = "secret",
        ["Notifications__Channels__0__Events__0"] = "Decided",
        ["Notifications__AttemptTimeout"] = "00:00:01",
        // A loaded machine may need long for the first of everything after each start.
        ["History__Patience"] = "00:00:20",
    };
}
