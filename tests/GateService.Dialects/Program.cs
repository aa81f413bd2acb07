using System.Globalization;
using GateService.Dialects;

// dotnet run -c Release --project tests/GateService.Dialects                  every scenario in every dialect, one seed; printed
// dotnet run -c Release --project tests/GateService.Dialects -- 5             five seeds
// dotnet run -c Release --project tests/GateService.Dialects -- shipped       caps and sampling as agents are shipped
// dotnet run -c Release --project tests/GateService.Dialects -- java otel     these alone
// dotnet run -c Release --project tests/GateService.Dialects -- why           the reason of every wrong verdict below the table
var seeds = args.Select(argument => int.TryParse(argument, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= 1000 ? count : 0).FirstOrDefault(count => count > 0, 1);
var names = args.Where(argument => argument is not ("shipped" or "why") && !int.TryParse(argument, CultureInfo.InvariantCulture, out _)).ToList();
if (names.Where(name => Speaker.All.All(speaker => speaker.Agent != name)).ToList() is { Count: > 0 } unknown || !Directory.Exists("policies"))
{
    await Console.Error.WriteLineAsync($"expected to run at the root of the repository, with a number of seeds, shipped, why, or {string.Join(", ", Speaker.All.Select(speaker => speaker.Agent))}; got '{string.Join(' ', args)}'");
    return 2;
}

await using var stage = await Stage.OpenAsync(Path.GetFullPath("policies"));
var played = new List<Played>();
foreach (var speaker in Speaker.All.Where(speaker => names.Count == 0 || names.Contains(speaker.Agent)))
{
    foreach (var scenario in Scenario.All)
    {
        for (var seed = 1; seed <= seeds; seed++)
        {
            var one = await stage.PlayAsync(speaker, scenario, seed, args.Contains("shipped"));
            played.Add(one);
            await Console.Error.WriteLineAsync($"{speaker.Agent}, {scenario.Name}, {seed}: {one.Word}");
        }
    }
}

Console.WriteLine(Table.Of(played));
foreach (var wrong in played.Where(one => args.Contains("why") && !one.IsRight))
{
    Console.WriteLine($"- `{wrong.Speaker.Agent}`, {wrong.Scenario.Name}: {wrong.Reason}");
}

return 0;
