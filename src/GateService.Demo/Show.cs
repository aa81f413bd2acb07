using System.Text.Json;
using GateService.Demo.Argo;

namespace GateService.Demo;

/// <summary>All that the demo plays, one rollout after the other.</summary>
public sealed class Show(DemoOptions options, DemoServers servers, Screen screen)
{
    /// <summary>How long before now the first virtual minute lies: longer than any rollout, so that none plays into the future.</summary>
    private static readonly TimeSpan Before = TimeSpan.FromMinutes(75);

    /// <returns>How many rollouts did not end as they should have.</returns>
    /// <exception cref="HttpRequestException">The simulator refused a world, or is not there.</exception>
    public async Task<int> PlayAsync(CancellationToken ct)
    {
        var stories = options.World is null ? Story.All : [Story.Of(options)];
        screen.Opening(options.GateUrl, options.SimulatorUrl);
        var wrong = 0;
        Dictionary<string, object> example = [];
        foreach (var (index, story) in stories.Index())
        {
            var start = Minute(TimeProvider.System.GetUtcNow() - Before);
            var rollout = new VirtualRollout(story.Service, "shop", $"{0x5c6d7e8f + (index * 7919):x}", "7d9f8c6b54", start) { Policy = story.Policy };
            var world = await SimulatedWorld.CreateAsync(servers.Simulator, story, rollout, ct);
            var expected = story.Expected ?? world.RightEnd;
            screen.RolloutStarted(index + 1, stories.Count, story, rollout);

            var controller = new RolloutController(world, rollout, new WebMetricProvider(servers.Gate), screen, options.Pace);
            var outcome = await controller.PlayAsync(ct);
            screen.RolloutEnded(story.Moral ?? world.Truth, expected, outcome, new Uri(options.GateUrl, $"/rollouts/{rollout.Namespace}/{rollout.Service}"));
            screen.Told(servers.Slack is null ? [] : await servers.Slack.TakeAsync(servers.Gate, ct));
            wrong += outcome.Phase == expected ? 0 : 1;
            example = index == 0 ? rollout.StepBody(100, world.Now - TimeSpan.FromMinutes(10), world.Now) : example;
        }

        screen.Closing(options, JsonSerializer.Serialize(example));
        if (!options.Exit && !options.Attach)
        {
            screen.Waiting();
            await servers.WaitForShutdownAsync();
        }

        return wrong;
    }

    private static DateTimeOffset Minute(DateTimeOffset moment) => new(moment.UtcTicks - (moment.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
}
