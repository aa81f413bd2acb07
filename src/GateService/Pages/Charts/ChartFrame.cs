using GateService.Core.Requests;
using GateService.Pages.Words;

namespace GateService.Pages.Charts;

/// <summary>A word of a chart and where it stands.</summary>
/// <param name="At">Coordinate along its axis, in units of the chart.</param>
/// <param name="Text">What it says.</param>
public sealed record ChartLabel(string At, string Text);

/// <summary>The frame all charts of a rollout share: 400 units wide, so that letters can be read on a phone, and one axis of time.</summary>
internal sealed class ChartFrame
{
    public const int Width = 400;
    public const int Left = 52;
    public const int Right = 390;

    /// <summary>Labels nearer than this would run into each other.</summary>
    private const int Apart = 44;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly ChartScale _time;

    /// <param name="decisions">In the order of their moments; not empty.</param>
    public ChartFrame(IReadOnlyList<RolloutDecision> decisions)
    {
        var (first, last) = (Milliseconds(decisions[0].Moment), Milliseconds(decisions[^1].Moment));
        _time = last > first ? new ChartScale(first, last, Left, Right) : new ChartScale(first - 1, first + 1, Left, Right);
        Times = TimesOf(decisions[0].Moment, decisions[^1].Moment);
        Steps = [.. Spread(decisions.Where(decision => decision.Entry.Mode != GateMode.Background).GroupBy(decision => decision.Step)
            .Select(step => (At: At(step.Last().Moment), Text: StepName.Of(step.Last().Entry, step.Key))).OrderBy(step => step.At))];
    }

    /// <summary>Clocks along the axis.</summary>
    public IReadOnlyList<ChartLabel> Times { get; }

    /// <summary>Where each step was decided about last.</summary>
    public IReadOnlyList<ChartLabel> Steps { get; }

    public double At(DateTimeOffset moment) => _time.At(Milliseconds(moment));

    private static double Milliseconds(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds();

    private List<ChartLabel> TimesOf(DateTimeOffset first, DateTimeOffset last)
    {
        var moments = last > first ? new[] { first, first + ((last - first) / 2), last } : [first];
        return [.. moments.Select(moment => new ChartLabel(SvgPath.Number(At(moment)), last - first >= Day ? Say.Minute(moment)[5..] : Say.Clock(moment)))];
    }

    /// <summary>Every line stays; of words that would run into each other the later.</summary>
    private static IEnumerable<ChartLabel> Spread(IEnumerable<(double At, string Text)> labels)
    {
        var steps = labels.ToList();
        for (var index = 0; index < steps.Count; index++)
        {
            var isFree = index + 1 == steps.Count || steps[index + 1].At - steps[index].At >= Apart;
            yield return new ChartLabel(SvgPath.Number(steps[index].At), isFree ? steps[index].Text : "");
        }
    }
}
