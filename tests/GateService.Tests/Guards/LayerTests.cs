using GateService.Cli;
using GateService.Core;
using GateService.Tests.Hosting;
using NewRelic.Api;
using NewRelic.Simulator;

namespace GateService.Tests.Guards;

/// <summary>Rooms know only rooms below them; docs/dependencies.md is drawn from what they know.</summary>
public sealed class LayerTests
{
    /// <summary>The rooms of each project from the ground up; "" is what stands outside of rooms.</summary>
    private static readonly IReadOnlyList<(Type Top, string[] Rooms)> Projects =
    [
        (typeof(GateEvaluator),
        [
            "Statistics", "Words", "Requests", "Policies.Telemetry", "Policies", "Policies.Reading", "Evidence", "Planning", "Trials", "Attribution", "Findings",
            "Judging", "Judging.Threshold", "Judging.Sequential", "Judging.Origins", "Verdicts", "",
        ]),
        (typeof(GateServiceApp),
        [
            "Telemetry", "Wire", "Http", "Callers", "Refusals", "History.Vocabulary", "History", "Rations", "Policies", "Tokens", "Evidence", "Outbox", "Notifications", "Health", "Backtests", "Doctor", "Power", "Shadows",
            "Pages.Words", "Pages.Visits", "Pages.Layout", "Pages.SignIn", "Pages.Charts", "Pages.Decisions", "Pages.Rollouts", "Pages.Policies", "Pages.Scoreboard", "Pages.Styleguide", "Pages.Doctor", "Pages.Shadows", "Pages", "OpenApi",
            "Gates", "Flagger", "Starting", "Errands", "",
        ]),
        (typeof(Gatectl), ["Shell", "Asking", "Running", "Policies", "Telemetry", "Linting", "Verdicts", "Backtests", "Doctor", "Power", ""]),
        (typeof(NrqlQuery), ["", "Wire", "Client"]),
        (typeof(SimulatorApp), ["Settings", "Storage", "Nrql", "Requests", "Faults", "NerdGraph", "Ingest", "Worlds.Traffic", "Worlds.Dialects", "Worlds", ""]),
    ];

    public static TheoryData<string> Names => [.. Projects.Select(project => project.Top.Namespace!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_room_knows_only_rooms_below_it(string project)
    {
        var (top, rooms) = Projects.Single(known => known.Top.Namespace == project);

        var arrows = RoomGraph.Of(top.Assembly, project);

        arrows.ShouldNotBeEmpty();
        arrows.SelectMany(arrow => new[] { arrow.From, arrow.To }).Except(rooms).ShouldBeEmpty("a new room: say where it stands");
        arrows.Where(arrow => Array.IndexOf(rooms, arrow.From) < Array.IndexOf(rooms, arrow.To)).ShouldBeEmpty();
    }

    /// <summary>UPDATE_DOCS=1 draws it anew.</summary>
    [Fact]
    public void The_picture_of_the_rooms_is_the_code()
    {
        var drawn = Draw();
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") is not null)
        {
            File.WriteAllText(Repository.PathOf("docs", "dependencies.md"), drawn);
        }

        Repository.Read("docs", "dependencies.md").ShouldBe(drawn, "run the test with UPDATE_DOCS=1");
    }

    private static string Draw() =>
        $"""
        # Who knows whom

        Drawn from the compiled code by [LayerTests](../tests/GateService.Tests/Guards/LayerTests.cs) (`UPDATE_DOCS=1` draws it anew). A room stands above every room it knows.

        {string.Join("\n", Projects.Select(Draw))}
        """;

    private static string Draw((Type Top, string[] Rooms) project)
    {
        var name = project.Top.Namespace!;
        var arrows = RoomGraph.Of(project.Top.Assembly, name);
        return $"## {name}\n\n| room | knows |\n|---|---|\n"
            + string.Concat(project.Rooms.Reverse().Select(room => $"| {Said(room)} | {string.Join(", ", project.Rooms.Where(other => arrows.Contains((room, other))).Select(Said))} |\n"));
    }

    private static string Said(string room) => room.Length == 0 ? "(the top)" : room;
}
