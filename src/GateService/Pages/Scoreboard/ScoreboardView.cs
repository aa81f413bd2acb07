using System.Globalization;
using GateService.Callers;
using GateService.History;
using GateService.Pages.Layout;
using GateService.Rations;
using GateService.Wire;

namespace GateService.Pages.Scoreboard;

/// <summary>What the scoreboard shows.</summary>
/// <param name="Days">How many days back it looks.</param>
/// <param name="Rows">By team and policy.</param>
/// <param name="Rations">What is left to ask of New Relic, account by account; empty before the first question.</param>
public sealed record ScoreboardModel(int Days, IReadOnlyList<ScoreboardRow> Rows, IReadOnlyList<RationFigures> Rations);

/// <summary>How often the gate was right, by what people said of its decisions.</summary>
internal static class ScoreboardView
{
    /// <summary>Choices of the page.</summary>
    public static readonly int[] Periods = [7, 30, 90];

    public static void MapScoreboardPage(this IEndpointRouteBuilder pages) => pages.MapGet("/scoreboard", ShowAsync);

    private static async Task<IResult> ShowAsync(HttpContext http, DecisionLabels labels, QueryRation ration, TimeProvider time)
    {
        var days = PageFilter.Field(http.Request, "days") is { } asked ? int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0 : Periods[1];
        if (!Periods.Contains(days))
        {
            return Trouble.BadQuery($"days '{Shown.Of(PageFilter.Field(http.Request, "days"))}': expected {string.Join(", ", Periods)}");
        }

        var now = time.GetUtcNow();
        var board = await labels.ScoreboardAsync(now - TimeSpan.FromDays(days), now + TimeSpan.FromMinutes(1), Caller.Of(http), http.RequestAborted);
        return PageResult.Of<ScoreboardPage>(new ScoreboardModel(days, board.Rows, ration.Figures));
    }
}
