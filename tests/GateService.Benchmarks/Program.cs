using GateService.Benchmarks;

// dotnet run -c Release --project tests/GateService.Benchmarks            everything, about five minutes
// dotnet run -c Release --project tests/GateService.Benchmarks -- quick   fewer events and calls, to see that it works
// ... -- judging               judging alone, without I/O
// ... -- history N [Host=...]    N decisions kept in SQLite, or in that PostgreSQL
// ... -- backtest N              N kept decisions judged anew by policies with seeded mistakes
// ... -- path                    verdicts with history, outbox and telemetry against verdicts without
// ... -- outage                  verdicts while Slack is down for ten minutes
// ... -- memory                  resident memory over 10,000 evaluations
// ... -- running                 what the gauges of 500 different rollouts keep
// ... -- answers                 the longest answers there can be
// ... -- minutes                 queries, rows and bytes a minute of a rollout by its age, closed buckets kept or not
// ... -- queries                 NRQL queries a minute for 500 running rollouts of 100 services
// ... -- engine                  the simulator's engine: a million events in memory, every query of the default policy
// ... -- crowd BYTES             memory under 25 answers of so many bytes at once
// ... -- faults N                N evaluations while New Relic, the store and the receiver of messages fail at once
// ... -- replicas Host=...       two replicas over that PostgreSQL while it is slow, stands still, is cut off and fails over, and one replica is killed
// ... -- kill N                  the gate killed N times between verdict and delivery
// ... -- fuzz-policies N         N mutated policy files through the linter and the folder of a real gate
// ... -- fuzz-requests N         N requests that nobody should send: no 5xx, no exit, no hang, no verdict out of thin air
// ... -- forwarder             the gate beside a bare forwarder: throughput, processor time, what is added to New Relic's answer; two minutes
// ... -- footprint N STARTS    start and first answer, and memory after N evaluations of 2,000 rollouts
// ... -- cost N                what an evaluation costs, N after three thousand that are not counted
// ... -- beside GATE.DLL N    what an evaluation costs, and by another build in turn: of use on a busy machine
// ... -- flat                  what an evaluation costs with 10 to 10,000 rollouts, and with rollouts of ten minutes to a day
// ... -- load N [calm]           N evaluations at once while New Relic takes 4 s, both cores busy unless calm
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
    case ["backtest", var count] when int.TryParse(count, out var kept):
        return await BacktestBenchmark.RunAsync(kept, Path.GetFullPath("policies")) ? 0 : 1;
    case ["path"]:
        await VerdictPathBenchmark.RunAsync();
        return 0;
    case ["outage"]:
        await OutageBenchmark.RunAsync(TimeSpan.FromMinutes(10));
        return 0;
    case ["memory"]:
        await MemoryBenchmark.RunAsync(evaluations: 10_000);
        return 0;
    case ["running"]:
        RunningBenchmark.Run();
        return 0;
    case ["answers"]:
        await AnswersBenchmark.LengthsAsync();
        return 0;
    case ["minutes"]:
        await AnswersBenchmark.MinutesAsync();
        return 0;
    case ["queries"]:
        await QueriesBenchmark.RunAsync(Path.GetFullPath("policies"));
        return 0;
    case ["engine"]:
        EngineBenchmark.Run(1_000_000, Path.GetFullPath("tests/GateService.Tests/Evidence/Goldens/http-default.nrql"));
        return 0;
    case ["crowd", var length] when int.TryParse(length, out var bytes):
        await AnswersBenchmark.CrowdAsync(bytes);
        return 0;
    case ["faults", var count] when int.TryParse(count, out var asked):
        return await FaultsBenchmark.RunAsync(asked) ? 0 : 1;
    case ["replicas", var server]:
        return await ReplicasBenchmark.RunAsync(server) ? 0 : 1;
    case ["kill", var count] when int.TryParse(count, out var kills):
        return await KillBenchmark.RunAsync(kills) ? 0 : 1;
    case ["fuzz-policies", var count] when int.TryParse(count, out var mutations):
        return await FuzzPoliciesBenchmark.RunAsync(mutations, Path.GetFullPath("policies")) ? 0 : 1;
    case ["fuzz-requests", var count] when int.TryParse(count, out var requests):
        return await FuzzBenchmark.RunAsync(requests) ? 0 : 1;
    case ["load", var count, .. var how] when int.TryParse(count, out var evaluations):
        return await LoadBenchmark.RunAsync(evaluations, busy: how is not ["calm"]) ? 0 : 1;
    case ["forwarder"]:
        await ForwarderBenchmark.RunAsync();
        return 0;
    case ["footprint", var count, var starts] when int.TryParse(count, out var asked) && int.TryParse(starts, out var times):
        await FootprintBenchmark.RunAsync(asked, times);
        return 0;
    case ["cost", var count] when int.TryParse(count, out var costed):
        await ForwarderBenchmark.RunCostAsync(costed);
        return 0;
    case ["beside", var other, var count] when int.TryParse(count, out var turned):
        await BesideBenchmark.RunAsync(other, turned);
        return 0;
    case ["flat"]:
        await ForwarderBenchmark.FlatAsync();
        return 0;
    case ["as-new-relic", .. var host]:
        await PlayedNerdGraph.RunAsync([.. host]);
        return 0;
    case ["as-forwarder", var to, .. var host]:
        await BareForwarder.RunAsync(new Uri(to), [.. host]);
        return 0;
    case [] or ["quick"]:
        break;
    default:
        Console.Error.WriteLine($"unknown arguments '{string.Join(' ', args)}': expected none, quick, judging, history N [Host=...], backtest N, path, outage, memory, running, answers, minutes, queries, engine, crowd BYTES, faults N, replicas Host=..., kill N, fuzz-policies N, fuzz-requests N, forwarder, cost N, beside GATE.DLL N, flat, footprint N STARTS or load N [calm]");
        return 2;
}

Console.WriteLine($"{Environment.ProcessorCount} cores, .NET {Environment.Version}, {System.Runtime.InteropServices.RuntimeInformation.OSDescription}");
var judging = JudgingBenchmark.Run(quick);
await StartBenchmark.RunAsync(runs: quick ? 2 : 10);
await EvaluationBenchmark.RunAsync(quick ? [10_000] : [20_000, 1_000_000, 5_000_000], judging);
await MemoryBenchmark.RunAsync(evaluations: quick ? 200 : 10_000);
return 0;
