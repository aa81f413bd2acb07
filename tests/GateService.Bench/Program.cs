using System.Globalization;
using GateService.Bench.Decisions;
using GateService.Bench.Report;
using GateService.Bench.Sections;
using GateService.Bench.Simulation;

// dotnet run -c Release --project tests/GateService.Bench                      everything, and writes docs/measurements/decision-quality.md
// dotnet run -c Release --project tests/GateService.Bench -- 0.5               everything with half of the rollouts, and writes the document, which says so
// dotnet run -c Release --project tests/GateService.Bench -- quick             everything with a twentieth of the rollouts, printed only
// dotnet run -c Release --project tests/GateService.Bench -- [quick] healthy   single tables, printed only
// dotnet run -c Release --project tests/GateService.Bench -- seed=1 healthy    the same tables of other draws, printed only
// dotnet run -c Release --project tests/GateService.Bench -- decisions N       a hash of every decision in N rollouts of each scenario, to compare two versions of the judge
// dotnet run -c Release --project tests/GateService.Bench -- decisions N full  the decisions themselves
if (args is ["decisions", var count, .. var rest] && int.TryParse(count, CultureInfo.InvariantCulture, out var rollouts) && rest is [] or ["full"])
{
    await DecisionDump.WriteAsync(Console.Out, isFull: rest.Length > 0, rollouts);
    return 0;
}

var isTry = args.Contains("quick");
var share = args.Select(ShareOf).FirstOrDefault(known => known is not null) ?? 1;
var seed = args.Select(SeedOf).FirstOrDefault(known => known is not null) ?? 0;
var names = args.Where(argument => argument != "quick" && ShareOf(argument) is null && SeedOf(argument) is null).ToList();
var unknown = names.Where(name => Section.All.All(section => section.Name != name)).ToList();
if (unknown.Count > 0)
{
    await Console.Error.WriteLineAsync($"unknown '{string.Join("', '", unknown)}': expected quick, a share of the rollouts above 0 and up to 1, seed=N, or {string.Join(", ", Section.All.Select(section => section.Name))}");
    return 2;
}

var simulator = new Simulator(isTry ? 0.05 : share, Console.Error, seed);
if (names.Count > 0)
{
    foreach (var section in Section.All.Where(section => names.Contains(section.Name)))
    {
        Console.WriteLine(Document.Compose(section, simulator));
    }
}
else if (Document.Compose(simulator) is var document && (isTry || seed != 0))
{
    Console.WriteLine(document);
}
else
{
    await File.WriteAllTextAsync(Document.Path, document);
    Console.WriteLine($"wrote {Document.Path}");
}

return 0;

static int? SeedOf(string argument) => argument.StartsWith("seed=", StringComparison.Ordinal) && int.TryParse(argument["seed=".Length..], CultureInfo.InvariantCulture, out var seed) && seed >= 0 ? seed : null;

static double? ShareOf(string argument) => double.TryParse(argument, CultureInfo.InvariantCulture, out var share) && share is > 0 and <= 1 ? share : null;
