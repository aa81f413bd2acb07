using System.Text.Json;
using GateService.Demo;
using GateService.Demo.Argo;
using Spectre.Console;

DemoOptions options;
try
{
    options = DemoOptions.Parse(args);
}
catch (FormatException e)
{
    Console.Error.WriteLine($"{e.Message}\n\n{DemoOptions.Usage}");
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

await using var servers = await DemoServers.StartAsync(options, stop.Token);
AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 150);
var screen = new Screen(AnsiConsole.Console);
screen.Opening(options.GateUrl, options.SimulatorUrl);

var wrong = 0;
Dictionary<string, object> example = [];
foreach (var (index, story) in Story.All.Index())
{
    var start = Minute(TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(75));
    var rollout = new VirtualRollout(story.Service, "shop", $"{0x5c6d7e8f + (index * 7919):x}", "7d9f8c6b54", start) { Policy = story.Policy };
    var world = await SimulatedWorld.CreateAsync(servers.Simulator, story, rollout, stop.Token);
    screen.RolloutStarted(index + 1, Story.All.Count, story, rollout);

    var controller = new RolloutController(world, rollout, new WebMetricProvider(servers.Gate), screen, options.Pace);
    var outcome = await controller.PlayAsync(stop.Token);
    screen.RolloutEnded(story, outcome, new Uri(options.GateUrl, $"/rollouts/{rollout.Namespace}/{rollout.Service}"));
    screen.Told(await servers.Slack.TakeAsync(servers.Gate, stop.Token));
    wrong += outcome.Phase == story.Expected ? 0 : 1;
    example = index == 0 ? rollout.StepBody(100, world.Now - TimeSpan.FromMinutes(10), world.Now) : example;
}

screen.Closing(options.GateUrl, options.SimulatorUrl, JsonSerializer.Serialize(example));
if (!options.Exit)
{
    screen.Waiting();
    await servers.WaitForShutdownAsync();
}

return wrong == 0 ? 0 : 1;

static DateTimeOffset Minute(DateTimeOffset moment) => new(moment.UtcTicks - (moment.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
