using GateService.Benchmarks;

// dotnet run -c Release --project tests/GateService.Benchmarks            everything, about five minutes
// dotnet run -c Release --project tests/GateService.Benchmarks -- quick   fewer events and calls, to see that it works
var quick = args is ["quick"];
if (args.Length > 1 || (args.Length == 1 && !quick))
{
    Console.Error.WriteLine($"unknown arguments '{string.Join(' ', args)}': expected none, or quick");
    return 2;
}

Console.WriteLine($"{Environment.ProcessorCount} cores, .NET {Environment.Version}, {System.Runtime.InteropServices.RuntimeInformation.OSDescription}");
var judging = JudgingBenchmark.Run(quick);
await StartBenchmark.RunAsync(runs: quick ? 2 : 10);
await EvaluationBenchmark.RunAsync(quick ? [10_000] : [20_000, 1_000_000, 5_000_000], judging);
await MemoryBenchmark.RunAsync(evaluations: quick ? 200 : 10_000);
return 0;
