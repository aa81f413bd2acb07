using GateService.Callers;
using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Requests;
using GateService.Core.Verdicts;
using GateService.Evidence;
using GateService.History;
using GateService.Notifications;
using GateService.Pages.Charts;
using GateService.Pages.Layout;
using GateService.Pages.Visits;
using GateService.Wire;

namespace GateService.Pages.Decisions;

/// <summary>What the page of a decision shows: all of the explanation.</summary>
public sealed record ExplanationModel
{
    public required DecisionEntry Decision { get; init; }

    public required GateRequest Request { get; init; }

    public required EvaluateResponse Response { get; init; }

    public required DecisionTimings Timings { get; init; }

    /// <summary>Whose fault, and since when.</summary>
    public required DecisionGist Gist { get; init; }

    /// <summary>Every finding, the one that decided first.</summary>
    public required IReadOnlyList<ObjectiveResponse> Findings { get; init; }

    /// <summary>The finding people should read first; null where all are met or there is none.</summary>
    public ObjectiveResponse? Telling => Findings is [{ Outcome: not FindingOutcome.Met } first, ..] ? first : null;

    /// <summary>What somebody has to do.</summary>
    public required string ToDo { get; init; }

    /// <summary>The chart that decides, what to type, and the way into New Relic.</summary>
    public required Answer Answer { get; init; }

    /// <summary>Objectives whose reason the summary gives already.</summary>
    public required IReadOnlyList<string> InSummary { get; init; }

    /// <summary>What was judged in New Relic, as NRQL; empty where nothing was planned.</summary>
    public required IReadOnlyList<JudgedCondition> Conditions { get; init; }

    /// <summary>Queries that the page shows whole.</summary>
    public required IReadOnlyList<QueryRecord> Shown { get; init; }

    /// <summary>Queries for which it has no room; raw JSON has them.</summary>
    public required IReadOnlyList<QueryRecord> NotShown { get; init; }

    /// <summary>Of the same version; null at its begin.</summary>
    public required DecisionEntry? Before { get; init; }

    /// <summary>Of the same version; null at its end.</summary>
    public required DecisionEntry? After { get; init; }

    /// <summary>What was said of it; null when nobody did.</summary>
    public required LabelResponse? Label { get; init; }

    /// <summary>What the form holds.</summary>
    public required LabelRequest Form { get; init; }

    /// <summary>Why the form could not be taken, by field.</summary>
    public required IReadOnlyDictionary<string, string[]> Faults { get; init; }
}

/// <summary>The page of one decision, its label form, its raw JSON and its ways into New Relic.</summary>
internal static class Explanations
{
    /// <summary>Characters of NRQL on a page: with all else it stays under 100 KB.</summary>
    private const int NrqlOnAPage = 44_000;

    /// <summary>Accounts beside which all queries fit; what more say takes room from them.</summary>
    private const int AccountsBesideAll = 5;

    public static void MapExplanation(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/decisions/{id}", ShowAsync);
        pages.MapPost("/decisions/{id}/label", LabelAsync).NeedsOnPages(Role.Label);
        pages.MapGet("/decisions/{id}/json", JsonAsync);
        pages.MapGet("/decisions/{id}/queries/{query}", QueryAsync);
    }

    private static async Task<IResult> ShowAsync(string id, HttpContext http, DecisionReader reader, DecisionLabels labels) =>
        await PageAsync(id, null, http, reader, labels);

    private static async Task<IResult> LabelAsync(string id, HttpContext http, DecisionReader reader, DecisionLabels labels)
    {
        if (!http.Request.HasFormContentType)
        {
            return Trouble.ForeignForm;
        }

        if (await OwnForms.ReadAsync(http) is not { } form)
        {
            return Trouble.BadForm;
        }

        if (!OwnForms.IsOurs(http, form))
        {
            return Trouble.ForeignForm;
        }

        string? Field(string name) => form[name].ToString().Trim() is { Length: > 0 } value ? value : null;
        var label = new LabelRequest(Field("label"), Field("reason"), Field("who"));
        if (label.Faults().Count > 0)
        {
            return await PageAsync(id, label, http, reader, labels);
        }

        var caller = Caller.Of(http);
        if (await reader.FindAsync(id, caller, http.RequestAborted) is null)
        {
            return Trouble.NoDecision(id);
        }

        await labels.PutAsync(id, label.Label!, label.Reason ?? "", label.Who ?? caller.Name, caller, http.RequestAborted);
        return new SeeOther($"{Links.Decision(id)}#label");
    }

    /// <summary>The same document as <c>/v1/decisions/{id}</c>, for who is signed in and holds no token.</summary>
    private static async Task<IResult> JsonAsync(string id, HttpContext http, DecisionReader reader, DecisionLabels labels) =>
        await reader.FindAsync(id, Caller.Of(http), http.RequestAborted) is var (_, body)
            ? JsonAnswer.Of(DecisionDocument.Of(RecordFormat.Read(body), await labels.FindAsync(id, http.RequestAborted)))
            : Trouble.NoDecision(id);

    /// <summary>Into New Relic with a query in the editor: its address holds the query twice over, too much for a page of many.</summary>
    private static async Task<IResult> QueryAsync(string id, string query, HttpContext http, DecisionReader reader) =>
        await reader.FindAsync(id, Caller.Of(http), http.RequestAborted) is not var (_, body) ? Trouble.NoDecision(id)
        : RecordFormat.Read(body).Evaluation.Evidence?.Queries.FirstOrDefault(known => known.Name == query) is { } found ? TypedResults.Redirect(Links.QueryBuilder(found.Nrql))
        : Trouble.NoPage;

    /// <param name="form">What could not be taken; null at first.</param>
    private static async Task<IResult> PageAsync(string id, LabelRequest? form, HttpContext http, DecisionReader reader, DecisionLabels labels)
    {
        var caller = Caller.Of(http);
        if (await reader.FindAsync(id, caller, http.RequestAborted) is not var (row, body))
        {
            return Trouble.NoDecision(id);
        }

        var (before, after) = await reader.NeighboursAsync(row, caller, http.RequestAborted);
        var label = LabelResponse.Of(await labels.FindAsync(id, http.RequestAborted));
        var model = Of(row, RecordFormat.Read(body), label, before, after, form ?? new LabelRequest(label?.Label, label?.Reason, PageVisit.Of(http).Who), form?.Faults() ?? []);
        return PageResult.Of<ExplanationPage>(model, form is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);
    }

    internal static ExplanationModel Of(
        DecisionRow row, DecisionRecord record, LabelResponse? label, DecisionRow? before, DecisionRow? after, LabelRequest form, IReadOnlyDictionary<string, string[]> faults)
    {
        var (response, entry) = (record.Answer(), DecisionEntry.Of(row));
        var queries = response.Evidence?.Queries ?? [];
        var room = (record.Evaluation.Attribution?.Accounts ?? []).Skip(AccountsBesideAll).Sum(found => found.Reason.ToString().Length);
        var shown = queries.TakeWhile(query => (room += query.Nrql.Length) <= NrqlOnAPage).ToList();
        List<ObjectiveResponse> findings = [.. TellingOrder.Sorted(record.Evaluation.Findings).Select(finding => EvaluateResponses.Objective(Unsaid(finding, record.Evaluation.Summary)))];
        return new ExplanationModel
        {
            Decision = entry,
            Request = record.Evaluation.Request,
            Response = response,
            Timings = record.Timings,
            Gist = DecisionGist.Of(record.Evaluation, response),
            Findings = findings,
            Answer = Answer.Of(record, entry.Id),
            InSummary = [.. record.Evaluation.Findings.Where(finding => Summary.Says(record.Evaluation.Summary, finding.Reason)).Select(finding => finding.Objective)],
            ToDo = ToDo(entry, record.Evaluation.Findings.Any(finding => finding.Undecided == UndecidedCause.HeldByPolicy)),
            Conditions = record.Evaluation.Plan is { } plan ? JudgedConditions.Of(plan) : [],
            Shown = shown,
            NotShown = [.. queries.Skip(shown.Count)],
            Before = before is null ? null : DecisionEntry.Of(before),
            After = after is null ? null : DecisionEntry.Of(after),
            Label = label,
            Form = form,
            Faults = faults,
        };
    }

    /// <summary>Why it is so, only where the summary does not say that already: of a slow service every objective has one cause.</summary>
    private static Finding Unsaid(Finding finding, string summary) =>
        finding.Reason.Because is { Length: > 0 } why && summary.Contains(why, StringComparison.Ordinal) && !Summary.Says(summary, finding.Reason) ? finding with { Reason = finding.Reason with { Because = null } } : finding;

    private static string ToDo(DecisionEntry decision, bool wouldFail) => decision.Verdict switch
    {
        Verdict.Fail => AnnouncedText.ToDo(AnnouncedEvent.Failed),
        Verdict.Inconclusive => OfHeld(decision.Mode, wouldFail),
        Verdict.Pass => AnnouncedText.ToDo(AnnouncedEvent.Completed),
    };

    private static string OfHeld(GateMode mode, bool wouldFail) => mode switch
    {
        GateMode.Background => "Nothing is held by this: what runs beside the steps can only fail a rollout.",
        GateMode.Preflight => "The rollout does not begin until the gate passes, or a person promotes it.",
        GateMode.Step => wouldFail ? AnnouncedText.Decide : AnnouncedText.ToDo(AnnouncedEvent.Held),
    };
}
