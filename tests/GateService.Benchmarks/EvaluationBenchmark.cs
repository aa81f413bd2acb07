namespace GateService.Benchmarks;

/// <summary>A whole evaluation of the default policy over HTTP, New Relic being the simulator with many events.</summary>
internal static class EvaluationBenchmark
{
    private const int WarmUps = 5;
    private const int Runs = 25;

    /// <param name="sizes">Requests in the judged window.</param>
    /// <param name="judging">Time of judging alone, measured in the same run.</param>
    public static async Task RunAsync(IEnumerable<int> sizes, TimeSpan judging)
    {
        foreach (var size in sizes)
        {
            await using var simulator = await Server.SimulatorAsync();
            await using var gate = await Server.GateAsync(simulator);
            var fleet = await Fleet.LoadAsync(simulator.Http, size);
            for (var run = 0; run < WarmUps; run++)
            {
                await fleet.EvaluateAsync(gate.Http);
            }

            var answer = await fleet.EvaluateAsync(gate.Http);
            var evaluation = await Measured.OfAsync(Runs, () => fleet.EvaluateAsync(gate.Http));
            Console.WriteLine(
                $"evaluation over {size:N0} requests ({fleet.Events:N0} events, {(fleet.End - fleet.Begin).TotalMinutes:0} buckets): {evaluation}, "
                + $"{answer.GetProperty("verdict").GetString()}, {answer.GetProperty("evidence").GetProperty("posts").GetInt32()} NerdGraph post; "
                + $"judging is 1/{evaluation.Median / judging:N0} of it");
        }
    }
}
