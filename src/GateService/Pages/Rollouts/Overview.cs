using GateService.Callers;
using GateService.History;
using GateService.Pages.Layout;
using GateService.Pages.Words;

namespace GateService.Pages.Rollouts;

/// <summary>What the first page shows.</summary>
/// <param name="Filter">What it is narrowed to.</param>
/// <param name="Attention">Rollouts that failed or are held, failed ones first.</param>
/// <param name="Running">Rollouts decided about a moment ago that go well.</param>
/// <param name="Completed">Rollouts that had their last step passed a moment ago.</param>
/// <param name="Runs">Decisions, newest first, equal ones in a row as one.</param>
/// <param name="Next">Cursor of older ones; null at the end.</param>
public sealed record OverviewModel(
    PageFilter Filter, IReadOnlyList<RolloutState> Attention, IReadOnlyList<RolloutState> Running, IReadOnlyList<RolloutState> Completed, IReadOnlyList<DecisionRun> Runs, string? Next);

/// <summary>What is rolling out now, what needs somebody, and what was decided lately.</summary>
internal static class Overview
{
    /// <summary>Argo asks every minute and mostly hears the same: they make a tenth as many runs.</summary>
    private const int DecisionsOnAPage = 150;

    /// <summary>Argo asks every minute; who was not asked about for so long is not rolling out.</summary>
    private static readonly TimeSpan Now = TimeSpan.FromMinutes(15);

    /// <summary>A held rollout is asked about no more, and still waits for somebody.</summary>
    private static readonly TimeSpan Lately = TimeSpan.FromHours(24);

    public static void MapOverview(this IEndpointRouteBuilder pages) => pages.MapGet("/", ShowAsync);

    private static async Task<IResult> ShowAsync(HttpContext http, DecisionReader reader, TimeProvider time)
    {
        var filter = PageFilter.Of(http.Request);
        if (filter.Fault is { } fault)
        {
            return Trouble.BadQuery(fault);
        }

        var (caller, now) = (Caller.Of(http), time.GetUtcNow());
        var newest = filter.Cursor is null ? await reader.NewestAsync(filter.Decisions, now - Lately, caller, http.RequestAborted) : [];
        var (rows, next) = await reader.ListAsync(filter.Decisions, caller, DecisionsOnAPage, http.RequestAborted);
        return PageResult.Of<OverviewPage>(Of(filter, newest, rows, next, now));
    }

    internal static OverviewModel Of(PageFilter filter, IReadOnlyList<DecisionRow> newest, IReadOnlyList<DecisionRow> rows, string? next, DateTimeOffset now)
    {
        bool IsNow(RolloutState state) => !state.NeedsAttention && state.Decision.At > now - Now;
        var states = newest.GroupBy(row => (row.Cluster, row.Namespace, row.Rollout)).Select(rollout => RolloutState.Of([.. rollout])).ToList();
        return new OverviewModel(
            filter,
            [.. states.Where(state => state.NeedsAttention).OrderBy(state => state.Stand == RolloutStand.Failed ? 0 : 1).ThenByDescending(state => state.Decision.Id, StringComparer.Ordinal)],
            [.. states.Where(state => IsNow(state) && state.Stand == RolloutStand.RollingOut)],
            [.. states.Where(state => IsNow(state) && state.Stand == RolloutStand.Completed)],
            DecisionRun.Of(rows),
            next);
    }
}
