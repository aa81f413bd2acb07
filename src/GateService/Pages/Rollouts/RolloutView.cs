using GateService.Callers;
using GateService.Core.Findings;
using GateService.History;
using GateService.Pages.Charts;
using GateService.Pages.Layout;

namespace GateService.Pages.Rollouts;

/// <summary>What the page of a rollout shows: one version, its last attempt.</summary>
public sealed record RolloutModel
{
    /// <summary>Empty where none was given.</summary>
    public required string Cluster { get; init; }

    /// <summary>Empty where none was given.</summary>
    public required string Namespace { get; init; }

    public required string Rollout { get; init; }

    public required string Hash { get; init; }

    /// <summary>Versions decided about, newest first.</summary>
    public required IReadOnlyList<string> Hashes { get; init; }

    public required Standing Standing { get; init; }

    /// <summary>Of the decision that says where it stands; null where its record could not be read.</summary>
    public required Answer? Answer { get; init; }

    public required IReadOnlyList<StepModel> Steps { get; init; }

    /// <summary>What tells first.</summary>
    public required IReadOnlyList<ObjectiveChart> Charts { get; init; }

    /// <summary>Objectives for which the page has no room.</summary>
    public required IReadOnlyList<string> NotCharted { get; init; }

    /// <summary>Null where the canary had no errors that were told apart.</summary>
    public required AttributionChart? Attribution { get; init; }

    /// <summary>Clocks of every chart.</summary>
    public required IReadOnlyList<ChartLabel> Times { get; init; }

    /// <summary>Steps of every chart.</summary>
    public required IReadOnlyList<ChartLabel> StepLines { get; init; }

    /// <summary>Decisions of the attempt.</summary>
    public required int Decisions { get; init; }

    /// <summary>Decisions of attempts before.</summary>
    public required int Before { get; init; }

    /// <summary>Whether older decisions were not even read.</summary>
    public required bool IsCut { get; init; }

    internal string Name => RolloutPlace.Name(Cluster, Namespace, Rollout);
}

/// <summary>The page of one rollout.</summary>
internal static class RolloutView
{
    private const int MostCharts = 8;

    /// <summary>Decisions drawn and tabled in all charts together: what keeps a page of hundreds of decisions under 100 KB.</summary>
    private const int DrawnInAll = 400;

    private const int TabledInAll = 120;

    private const int NamedInFolds = 100;

    public static void MapRollout(this IEndpointRouteBuilder pages) => pages.MapGet("/rollouts/{namespace}/{rollout}", ShowAsync);

    private static async Task<IResult> ShowAsync(string @namespace, string rollout, HttpContext http, DecisionReader reader, Database database, string? cluster = null, string? hash = null)
    {
        var (place, shown, rows, hashes) = await reader.TimelineAsync(RolloutPlace.Of(cluster, @namespace, rollout), hash, Caller.Of(http), http.RequestAborted);
        if (rows.Count == 0)
        {
            return Trouble.NoRollout(@namespace, rollout);
        }

        var model = Of(place, shown!, hashes, rows, database.LatestPast);
        return PageResult.Of<RolloutPage>(model with { Answer = await AnswerAsync(model.Standing.State.Decision.Id, Caller.Of(http), reader, http.RequestAborted) });
    }

    /// <summary>Null where the record is not there, or of another version of this service: what the page has without it stands all the same.</summary>
    private static async Task<Answer?> AnswerAsync(string id, Caller caller, DecisionReader reader, CancellationToken ct)
    {
        try
        {
            return await reader.FindAsync(id, caller, ct) is var (_, body) ? Answer.Of(RecordFormat.Read(body), id) : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <param name="place">With its cluster.</param>
    /// <param name="hash">The version that is shown.</param>
    /// <param name="hashes">All versions.</param>
    /// <param name="rows">Decisions about it, in any order; not empty.</param>
    /// <param name="latestPast">Whether questions about past moments are part of its life.</param>
    internal static RolloutModel Of(RolloutPlace place, string hash, IReadOnlyList<string> hashes, IReadOnlyList<DecisionRow> rows, long latestPast)
    {
        var life = rows.Where(row => row.Past <= latestPast).ToList();
        var (last, before) = RolloutAttempts.Of([.. (life.Count > 0 ? life : rows).OrderBy(row => row.Moment).ThenBy(row => row.Id, StringComparer.Ordinal)]);
        var decisions = last.Select(RolloutDecision.Of).ToList();
        var (frame, standing, names) = (new ChartFrame(decisions), Standing.Of(last, decisions), Names(decisions));
        var charts = Math.Min(names.Count, MostCharts) + 1;
        var (drawn, tabled) = (Math.Clamp(DrawnInAll / charts, 30, 100), Math.Clamp(TabledInAll / charts, 10, 30));
        return new RolloutModel
        {
            Cluster = place.Cluster ?? "",
            Namespace = place.Namespace,
            Rollout = place.Rollout,
            Hash = hash,
            Hashes = hashes,
            Standing = standing,
            Answer = null,
            Steps = TimelineFolding.Of(decisions, NamedInFolds),
            Charts = [.. names.Take(MostCharts).Select(name => ObjectiveChart.Of(name, decisions, frame, drawn, tabled))],
            NotCharted = [.. names.Skip(MostCharts)],
            Attribution = AttributionChart.Of(decisions, frame, drawn, tabled),
            Times = frame.Times,
            StepLines = frame.Steps,
            Decisions = decisions.Count,
            Before = before,
            IsCut = rows.Count >= DecisionReader.LongestTimeline,
        };
    }

    /// <summary>What tells first, then what is tripped or undecided, then in the order of the policy.</summary>
    private static List<string> Names(IReadOnlyList<RolloutDecision> decisions)
    {
        var last = new Dictionary<string, ObjectivePoint>();
        foreach (var point in decisions.SelectMany(decision => decision.Points))
        {
            last[point.Objective] = point;
        }

        var telling = decisions.Select(decision => decision.Gist.Objective).LastOrDefault(objective => objective is not null);
        return [.. last.Keys.OrderBy(name => name == telling ? 0 : Rank(last[name]))];
    }

    private static int Rank(ObjectivePoint point) => point.Outcome switch
    {
        FindingOutcome.Tripped => 1,
        FindingOutcome.Undecided => 2,
        FindingOutcome.Met => 3,
    };
}
