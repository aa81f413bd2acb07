using System.Text.Json.Nodes;
using GateService.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace GateService.Tests.Gates;

/// <summary>Where the window begins: the first sight of a step is remembered, and asking again widens the window.</summary>
public sealed class AnchorTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 12, 0, 0, TimeSpan.Zero));
    private ScriptedNerdGraph _nerdGraph = null!;
    private GateHost _gate = null!;

    public async ValueTask InitializeAsync()
    {
        _nerdGraph = await ScriptedNerdGraph.StartAsync();
        _gate = await GateHost.StartAsync(_nerdGraph.Endpoint, builder => builder.Services.AddSingleton<TimeProvider>(_time));
    }

    public async ValueTask DisposeAsync()
    {
        await _gate.DisposeAsync();
        await _nerdGraph.DisposeAsync();
    }

    [Fact]
    public async Task Asking_again_widens_the_window_of_a_step()
    {
        (await LengthAsync()).ShouldBe(TimeSpan.FromMinutes(10));
        _time.Advance(TimeSpan.FromMinutes(5));

        // Counted from one window before the first sight; the last minute is not in New Relic yet.
        (await LengthAsync()).ShouldBe(TimeSpan.FromMinutes(14));
    }

    [Fact]
    public async Task The_next_step_is_anchored_anew()
    {
        var first = await LengthAsync();
        _time.Advance(TimeSpan.FromMinutes(30));

        (await LengthAsync(("stepWeight", "25"))).ShouldBe(first);
    }

    [Fact]
    public async Task Another_service_of_the_rollout_sees_its_steps_for_itself()
    {
        await LengthAsync(("service", "worker"), ("rollout", "app"));
        _time.Advance(TimeSpan.FromMinutes(5));

        (await LengthAsync(("service", "web"), ("rollout", "app"))).ShouldBe(TimeSpan.FromMinutes(10));
        (await LengthAsync(("service", "worker"), ("rollout", "app"))).ShouldBe(TimeSpan.FromMinutes(14));
    }

    [Fact]
    public async Task Each_cluster_sees_its_steps_for_itself()
    {
        await LengthAsync(("cluster", "east"));
        _time.Advance(TimeSpan.FromMinutes(5));

        (await LengthAsync(("cluster", "west"))).ShouldBe(TimeSpan.FromMinutes(10));
        (await LengthAsync(("cluster", "east"))).ShouldBe(TimeSpan.FromMinutes(14));
    }

    [Fact]
    public async Task The_start_of_the_step_wins_over_the_first_sight()
    {
        await LengthAsync();
        _time.Advance(TimeSpan.FromMinutes(5));

        (await LengthAsync(("stepStartedAt", "2026-01-02T12:01:00Z"))).ShouldBe(TimeSpan.FromMinutes(3));
    }

    [Fact]
    public async Task A_past_evaluation_leaves_no_trace()
    {
        await LengthAsync(("at", "2026-01-01T12:00:00Z"));
        _time.Advance(TimeSpan.FromMinutes(30));
        (await LengthAsync()).ShouldBe(TimeSpan.FromMinutes(10));
        _time.Advance(TimeSpan.FromMinutes(5));

        (await LengthAsync(("at", "2026-01-01T12:00:00Z"))).ShouldBe(TimeSpan.FromMinutes(10));
        (await LengthAsync()).ShouldBe(TimeSpan.FromMinutes(14));
    }

    private async Task<TimeSpan> LengthAsync(params (string, JsonNode?)[] changes)
    {
        var answer = await _gate.EvaluateAsync(Bodies.Step(changes).ToJsonString()).JudgedAsync();
        var window = answer.GetProperty("evidence").GetProperty("window");
        return window.GetProperty("end").GetDateTimeOffset() - window.GetProperty("begin").GetDateTimeOffset();
    }
}
