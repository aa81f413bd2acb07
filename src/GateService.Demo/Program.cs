using GateService.Demo;
using Microsoft.Extensions.Options;
using Spectre.Console;

DemoOptions options;
try
{
    options = DemoOptions.Parse(args) with { Token = Environment.GetEnvironmentVariable(DemoOptions.TokenVariable) };
}
catch (FormatException e)
{
    Console.Error.WriteLine($"{e.Message}\n\n{DemoOptions.Usage}");
    return 2;
}

if (options.Help)
{
    Console.WriteLine(DemoOptions.Usage);
    return 0;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 150);
try
{
    await using var servers = await DemoServers.StartAsync(options, stop.Token);
    return await new Show(options, servers, new Screen(AnsiConsole.Console)).PlayAsync(stop.Token) == 0 ? 0 : 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 0;
}
catch (Exception e) when (e is IOException or HttpRequestException or TaskCanceledException { InnerException: TimeoutException } or OptionsValidationException or InvalidOperationException)
{
    Console.Error.WriteLine($"the demo cannot go on: {e.Message}");
    return 1;
}
