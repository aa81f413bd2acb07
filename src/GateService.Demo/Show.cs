using System.Text.Json;
using GateService.Demo.Argo;

namespace GateService.Demo;

/// <summary>All that the demo plays, one rollout after the other.</summary>
/// <param name="options">Of the command line.</param>
/// <param name="servers">That it plays against.</param>
/// <param name="screen">That it is shown on.</param>
/// <param name="played">Which of its stories; null: all.</param>
public sealed class Show(DemoOptions options, DemoServers servers, Screen screen, IReadOnlyList<Story>? played = null)
{
    /// <summary>How long before now the first virtual minute lies: longer than any rollout, so that none plays into the future.</summary>
    private static readonly TimeSpan Before = TimeSpan.FromMinutes(75);

    /// <summary>Real time between two looks at the clock, while the one world lives on.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(10);

    /// <returns>How many rollouts did not end as they should have.</returns>
    /// <exception cref="HttpRequestException">The simulator refused a world, or is not there.</exception>
    public async Task<int> PlayAsync(CancellationToken ct)
    {
        var stories = options.World is null ? played ?? Story.All : [Story.Of(options)];
        screen.Opening(options.GateUrl, options.SimulatorUrl);
        var wrong = 0;
        Dictionary<string, object> example = [];
        (SimulatedWorld World, int Weight)? alive = null;
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
            if (servers.Examples is { } examples)
            {
                ExampleNotes.Take(examples, story, rollout, outcome, world.Now);
            }

            screen.Told(servers.Slack is null ? [] : await servers.Slack.TakeAsync(servers.Gate, ct));
            wrong += outcome.Phase == expected ? 0 : 1;
            example = index == 0 ? rollout.StepBody(outcome.Weight, world.Now - TimeSpan.FromMinutes(10), world.Now) : example;
            alive = options.World is null ? null : (world, outcome.Phase == RolloutPhase.Degraded ? 0 : outcome.Weight);
        }

        var stays = !options.Exit && !options.Attach;
        if (stays && alive is var (found, share))
        {
            await found.AdvanceToAsync(TimeProvider.System.GetUtcNow(), share, ct);
        }

        screen.Closing(options, JsonSerializer.Serialize(example));
        if (stays)
        {
            screen.Waiting(alive is null ? null : options.Service);
            await StayAsync(alive, ct);
        }

        return wrong;
    }

    /// <summary>
    /// Until somebody ends it. The one world that was asked for serves on, so that whoever asks finds a service that runs; the five stand still, because what they
    /// send is kept in memory.
    /// </summary>
    private async Task StayAsync((SimulatedWorld World, int Weight)? alive, CancellationToken ct)
    {
        var ended = servers.WaitForShutdownAsync();
        while (alive is var (world, weight) && await Task.WhenAny(ended, Task.Delay(Beat, ct)) != ended && !ct.IsCancellationRequested)
        {
            await world.AdvanceToAsync(TimeProvider.System.GetUtcNow(), weight, ct);
        }

        await ended;
    }

    private static DateTimeOffset Minute(DateTimeOffset moment) => new(moment.UtcTicks - (moment.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
}
