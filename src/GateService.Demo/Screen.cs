using System.Text.Json;
using GateService.Demo.Argo;
using GateService.Yaml;
using Spectre.Console;

namespace GateService.Demo;

/// <summary>What the demo shows: one mark per measurement as it is made, then the message a team would read.</summary>
public sealed class Screen(IAnsiConsole console)
{
    public void Opening(Uri gate, Uri simulator)
    {
        console.MarkupLine($"[bold]GateService[/] on {gate}  ·  New Relic simulator on {simulator}");
        console.MarkupLine("[grey]One mark is one measurement of the gate, a virtual minute apart:[/]"
            + $" {Mark(MeasurementPhase.Successful)} pass  {Mark(MeasurementPhase.Failed)} fail"
            + $"  {Mark(MeasurementPhase.Inconclusive)} inconclusive  {Mark(MeasurementPhase.Error)} error");
    }

    public void RolloutStarted(int number, int of, Story story, VirtualRollout rollout)
    {
        console.WriteLine();
        console.Write(new Rule($"[bold]{number} of {of} · {story.Title}[/]").LeftJustified());
        console.MarkupLine($"[grey]rollout[/] {rollout.Namespace}/{rollout.Service}   [grey]stable[/] {rollout.StableHash}   [grey]canary[/] {rollout.CanaryHash}");
    }

    public void StepStarted(int weight) => console.Markup($"{weight,4} %  background ");

    public void BackgroundMeasured(Measurement measurement) => console.Markup(Mark(measurement.Phase));

    public void StepMeasured(Measurement measurement)
    {
        console.Markup($"  step {Mark(measurement.Phase)} ");
        if (measurement.Phase == MeasurementPhase.Successful)
        {
            console.MarkupLine($"[grey]{Markup.Escape(measurement.Reason)}[/]");
        }
    }

    /// <param name="moral">Why the right end is right.</param>
    /// <param name="expected">The right end.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="page">Where all of it is to be read.</param>
    public void RolloutEnded(string moral, RolloutPhase expected, RolloutOutcome outcome, Uri page)
    {
        console.WriteLine();
        var (colour, headline) = outcome.Phase switch
        {
            RolloutPhase.Healthy => ("green", $"Healthy: fully promoted after {outcome.Minutes} virtual minutes"),
            RolloutPhase.Degraded => ("red", $"Aborted at {outcome.Weight} % of traffic, {outcome.Minutes} virtual minutes after the first canary request"),
            _ => ("yellow", $"Paused at {outcome.Weight} % after {outcome.Minutes} virtual minutes: a person decides"),
        };
        console.MarkupLine($"[{colour} bold]{headline}[/]");
        if (outcome.ArgoMessage is { } argo)
        {
            console.MarkupLine($"  [grey]Argo alone shows[/]  {Markup.Escape(argo)}");
        }

        console.MarkupLine($"  [grey]the gate says[/]     [bold]{Markup.Escape(outcome.Decisive.Reason)}[/]");
        console.MarkupLine($"  [grey]look at it[/]        {page}");
        console.MarkupLine($"  [grey]{Markup.Escape(moral)}[/]");
        if (outcome.Phase != expected)
        {
            console.MarkupLine($"[red bold]  This is wrong: the right end was {expected}.[/] [grey]A policy sees what it has objectives for: policies/services/example-shop.yaml has a KPI.[/]");
        }
    }

    /// <summary>The messages of Slack, as a team would have read them.</summary>
    public void Told(IEnumerable<JsonElement> messages)
    {
        foreach (var message in messages)
        {
            console.Write(new Panel(new Markup(string.Join('\n', SlackText.Lines(message)))).Header(" Slack ").RoundedBorder().BorderColor(Color.Grey));
        }
    }

    public void Closing(DemoOptions options, string exampleBody)
    {
        var (gate, simulator) = (options.GateUrl, options.SimulatorUrl);
        console.WriteLine();
        console.Write(new Rule("[bold]Go on by hand[/]").LeftJustified());
        console.MarkupLine($"  [bold]pages to read     {gate}[/]");
        console.MarkupLine($"  Swagger UI        {new Uri(gate, "/swagger")}");
        console.MarkupLine($"  effective policy  {new Uri(gate, $"/policies?service={Uri.EscapeDataString(options.Service)}")}{(options.Attach ? "" : Markup.Escape($" of {PolicyDirectory.Find("policies").Path}: a change is taken over in 10 s"))}");
        console.MarkupLine($"  what was asked    {new Uri(simulator, "/simulator/requests")}");
        console.WriteLine();
        console.MarkupLine("  Ask again about the end of the first rollout:");
        // Not through the console: it must stay one line to be copied.
        Console.Out.WriteLine($"  curl -s {new Uri(gate, "/v1/gates/evaluate")} -d '{exampleBody}'");
        console.WriteLine();
    }

    /// <param name="serving">The service that goes on serving; null where none does.</param>
    public void Waiting(string? serving) =>
        console.MarkupLine($"[grey]Both keep running{(serving is null ? "" : Markup.Escape($", and {serving} goes on serving"))}; Ctrl+C ends them.[/]");

    private static string Mark(MeasurementPhase phase) => phase switch
    {
        MeasurementPhase.Successful => "[green]✔[/]",
        MeasurementPhase.Failed => "[red]✖[/]",
        MeasurementPhase.Inconclusive => "[yellow]?[/]",
        _ => "[red]⚠[/]",
    };
}
