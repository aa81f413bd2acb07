using GateService.Benchmarks;

// dotnet run -c Release --project tests/GateService.Benchmarks            everything, about five minutes
// dotnet run -c Release --project tests/GateService.Benchmarks -- quick   fewer events and calls, to see that it works
// ... -- judging               judging alone, without I/O
// ... -- history N [Host=...]    N decisions kept in SQLite, or in that PostgreSQL
// ... -- path                    verdicts with history, outbox and telemetry against verdicts without
// ... -- outage                  verdicts while Slack is down for ten minutes
// ... -- memory                  resident memory over 10,000 evaluations
// ... -- kill N                  the gate killed N times between verdict and delivery
var quick = args is ["quick"];
switch (args)
{
    case ["judging"]:
        JudgingBenchmark.RunByTurns();
        JudgingBenchmark.Run(quick: true);
        return 0;
    case ["history", var count, .. var rest] when int.TryParse(count, out var decisions):
        await HistoryBenchmark.RunAsync(rest is [var postgres] ? "PostgreSQL" : "SQLite", rest is [var given] ? given : $"Data Source={Path.Combine(Directory.CreateTempSubdirectory("gate-history-").FullName, "gate.db")}", decisions);
        return 0;
    case ["path"]:
        await VerdictPathBenchmark.RunAsync();
        return 0;
    case ["outage"]:
        await OutageBenchmark.RunAsync(TimeSpan.FromMinutes(10));
        return 0;
    case ["memory"]:
        await MemoryBenchmark.RunAsync(evaluations: 10_000);
        return 0;
    case ["kill", var count] when int.TryParse(count, out var kills):
        return await KillBenchmark.RunAsync(kills) ? 0 : 1;
    case [] or ["quick"]:
        break;
    default:
        Console.Error.WriteLine($"unknown arguments '{string.Join(' ', args)}': expected none, quick, judging, history N [Host=...], path, outage, memory or kill N");
        return 2;
}

Console.WriteLine($"{Environment.ProcessorCount} cores, .NET {Environment.Version}, {System.Runtime.InteropServices.RuntimeInformation.OSDescription}");
var judging = JudgingBenchmark.Run(quick);
await StartBenchmark.RunAsync(runs: quick ? 2 : 10);
await EvaluationBenchmark.RunAsync(quick ? [10_000] : [20_000, 1_000_000, 5_000_000], judging);
await MemoryBenchmark.RunAsync(evaluations: quick ? 200 : 10_000);
return 0;
