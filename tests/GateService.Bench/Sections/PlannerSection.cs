using System.Globalization;
using GateService.Bench.Report;
using GateService.Bench.Rules;
using GateService.Bench.Simulation;
using GateService.Bench.Worlds;
using GateService.Core.Statistics;

namespace GateService.Bench.Sections;

/// <summary>The planner's smallest detectable regression against the one that is detected four times of five.</summary>
internal static class PlannerSection
{
    private const double Power = 0.8;
    private const double Margin = 1.15;
    private const int Halvings = 8;
    private const int Rollouts = 500;

    private static readonly IReadOnlyList<(double, double)> Services =
        [(5, 0.001), (5, 0.01), (50, 0.001), (50, 0.01), (500, 0.001), (500, 0.01), (5000, 0.001), (5000, 0.01)];

    private static readonly IReadOnlyList<int> Steps = [1, 2, 3];

    public static Section Section { get; } = new("planner", "The planner", simulator =>
        $"""
        The smallest ratio to stable that the planner says is seen with 80 % by the end of a step, and the ratio that is (found by halving, {simulator.Runs(Rollouts):#,0} rollouts a try: within
        about 1 %). Ten pods, independent errors, margin 1.15. *Errors a minute* are the canary's in that step at the predicted ratio. Below two of them the normal
        approximation is optimistic, because a verdict must wait for whole errors.

        {Markdown.Table(["service", "by the end of step", "errors a minute", "predicted", "simulated", "predicted is off by"], Predictions(simulator).Select(Row))}
        """);

    public static IReadOnlyList<Prediction> Predictions(Simulator simulator) => [.. Services.SelectMany(service => Steps.Select(step => Predict(simulator, service, step)))];

    private static Prediction Predict(Simulator simulator, (double, double) service, int step)
    {
        var world = Cells.World(service, 10, Noise.Iid);
        var (schedule, end) = (world.Schedule, step * world.Schedule.BucketsPerStep);
        var requests = 60 * world.RequestsPerSecond;
        var exposures = Enumerable.Range(0, end).Where(t => !schedule.IsYoung(t)).Select(t => (requests * schedule.Weight(t), requests * (1 - schedule.Weight(t)))).ToList();
        var predicted = Core.Statistics.Power.SmallestRatio(exposures, world.Base, Margin, Core.Statistics.Power.InformationNeeded(Ours.Alpha, Power), Scatter.Counts);
        return new Prediction(world.Service, step, exposures[^1].Item1 * world.Base * predicted, predicted, Simulated(simulator, world, end, predicted));
    }

    /// <summary>Halves, on the log scale, the stretch from half to twice the prediction.</summary>
    private static double Simulated(Simulator simulator, ErrorWorld world, int end, double predicted)
    {
        var (low, high) = (Math.Max(Margin, predicted / 2), Math.Min(2 * predicted, 1 / world.Base));
        for (var i = 0; i < Halvings; i++)
        {
            // A ratio in four digits, so that its name says it whole.
            var middle = Math.Round(Math.Sqrt(low * high), 4);
            var bad = world with { Regression = Regression.Times(middle) };
            var cell = simulator.Run(bad, [Ours.Floor(bad)], Rollouts)[Ours.Name];
            (low, high) = (double)cell.FailedAt.Count(minute => minute <= end) / cell.Runs < Power ? (middle, high) : (low, middle);
        }

        return Math.Sqrt(low * high);
    }

    private static IReadOnlyList<string> Row(Prediction prediction) =>
    [
        prediction.Service,
        prediction.Step.ToString(CultureInfo.InvariantCulture),
        Say(prediction.ErrorsAMinute, "0.0"),
        "x" + Say(prediction.Predicted, "0.00"),
        "x" + Say(prediction.Simulated, "0.00"),
        Say(100 * prediction.Off, "+0;-0") + " %",
    ];

    private static string Say(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
