using GateService.Callers;
using GateService.Http;
using GateService.Wire;

namespace GateService.History;

/// <summary>One rollout as a timeline, and the scoreboard of all.</summary>
internal static class RolloutEndpoints
{
    private static readonly TimeSpan DefaultSpan = TimeSpan.FromDays(30);

    public static void MapRollouts(this RouteGroupBuilder group)
    {
        group.MapGet("/rollouts/{namespace}/{rollout}", TimelineAsync).Needs(Role.Read).WithTags("Decisions").WithName("GetRollout")
            .WithSummary("One rollout's decisions step by step, each objective with its value, interval, limit and evidence.")
            .WithDescription("A namespace that was not given is written as -. Without a cluster: the rollout whose requests name none, else the one of the cluster decided about last.")
            .Produces<RolloutTimeline>().ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("/scoreboard", ScoreboardAsync).Needs(Role.Read).WithTags("Decisions").WithName("GetScoreboard")
            .WithSummary("Precision and recall by team and policy, as far as decisions are labelled; the last 30 days unless told otherwise.")
            .Produces<Scoreboard>().ProducesValidationProblem();
    }

    private static async Task<IResult> TimelineAsync(string @namespace, string rollout, HttpContext http, DecisionReader reader, string? cluster = null, string? hash = null)
    {
        var (place, shown, rows, hashes) = await reader.TimelineAsync(RolloutPlace.Of(cluster, @namespace, rollout), hash, Caller.Of(http), http.RequestAborted);
        return rows.Count == 0
            ? Problems.Of(StatusCodes.Status404NotFound, $"there is no rollout '{Shown.Of(@namespace)}/{Shown.Of(rollout)}' that this token may read")
            : JsonAnswer.Of(Timeline(place.Cluster!, @namespace, rollout, shown!, hashes, rows));
    }

    internal static RolloutTimeline Timeline(string cluster, string @namespace, string rollout, string hash, IReadOnlyList<string> hashes, IReadOnlyList<DecisionRow> rows) => new()
    {
        Cluster = cluster,
        Namespace = @namespace,
        Rollout = rollout,
        CanaryHash = hash,
        Hashes = hashes,
        Steps = [.. rows.GroupBy(row => row.Step).Select(step => new TimelineStep(
            step.Key, step.Last().Weight, WireWords.Verdict(step.Last().Verdict), [.. step.Select(row => new TimelineDecision(DecisionEntry.Of(row), ObjectivePoint.Read(row.Points!)))]))],
    };

    private static async Task<IResult> ScoreboardAsync(HttpContext http, DecisionLabels labels, TimeProvider time, string? from = null, string? to = null)
    {
        var (end, begin) = (to is null ? time.GetUtcNow() : RequestValues.Moment(to), from is null ? null : RequestValues.Moment(from));
        var faults = new[] { ("from", from, begin), ("to", to, end) }.Where(field => field.Item2 is not null && field.Item3 is null)
            .ToDictionary(field => field.Item1, field => new[] { $"'{Shown.Of(field.Item2)}': expected {RequestValues.MomentExpected}" });
        KnownQuery.CheckSpan(begin, end, from, (field, fault) => faults[field] = [fault]);
        if (faults.Count > 0 || end is not { } last)
        {
            return Problems.Invalid(faults);
        }

        var first = begin ?? last - DefaultSpan;
        return JsonAnswer.Of(await labels.ScoreboardAsync(first, last, Caller.Of(http), http.RequestAborted));
    }
}
