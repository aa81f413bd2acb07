using System.Text.Json;
using GateService.Callers;
using GateService.Core.Verdicts;
using GateService.Core.Words;
using GateService.Http;
using GateService.Wire;

namespace GateService.History;

/// <summary>Decisions to list, to read again and to label.</summary>
internal static class DecisionEndpoints
{
    private const int DefaultPage = 50;
    private const int LargestPage = 200;
    private const int LargestLabel = 64 * 1024;

    public static void MapDecisions(this RouteGroupBuilder group)
    {
        var decisions = group.MapGroup("/decisions").WithTags("Decisions").Needs(Role.Read);
        decisions.MapGet("/", ListAsync).WithName("ListDecisions").WithSummary("Decisions, newest first, by team, service, cluster, namespace, rollout, hash, verdict, policy, label and time.")
            .Produces<DecisionPage>().ProducesValidationProblem();
        decisions.MapGet("/{id}", GetAsync).WithName("GetDecision").WithSummary("One decision: what was asked and what was answered.")
            .WithDescription("A browser is led to its page.")
            .Produces<DecisionDocument>().Produces(StatusCodes.Status302Found).ProducesProblem(StatusCodes.Status404NotFound);
        decisions.MapGet("/{id}/record", RecordAsync).WithName("GetDecisionRecord")
            .WithSummary("One decision whole, as it is kept: policy, plan, every bucket of evidence, findings, answer.")
            .WithDescription("Enough to judge it again, bit for bit. The form is ours (docs/history.md) and carries its format number.")
            .Produces<JsonElement>().ProducesProblem(StatusCodes.Status404NotFound);
        decisions.MapPost("/{id}/label", LabelAsync).Needs(Role.Label).WithName("LabelDecision").WithSummary("Was this decision right? Feeds the scoreboard; the last word counts.")
            .Produces<LabelResponse>().ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status413PayloadTooLarge);
    }

    private static async Task<IResult> ListAsync(
        HttpContext http, DecisionReader reader, string? team = null, string? service = null, string? cluster = null, string? @namespace = null, string? rollout = null, string? hash = null,
        string? verdict = null, string? policy = null, string? label = null, string? from = null, string? to = null, string? cursor = null, string? limit = null)
    {
        var (filter, most, faults) = Filter(team, service, cluster, @namespace, rollout, hash, verdict, policy, label, from, to, cursor, limit);
        if (faults.Count > 0)
        {
            return Problems.Invalid(faults);
        }

        var (rows, next) = await reader.ListAsync(filter, Caller.Of(http), most, http.RequestAborted);
        return JsonAnswer.Of(new DecisionPage([.. rows.Select(DecisionEntry.Of)], next));
    }

    private static (DecisionFilter Filter, int Most, Dictionary<string, string[]> Faults) Filter(
        string? team, string? service, string? cluster, string? @namespace, string? rollout, string? hash, string? verdict, string? policy, string? label, string? from, string? to, string? cursor, string? limit)
    {
        var faults = new Dictionary<string, string[]>();
        var most = limit is null ? DefaultPage : int.TryParse(limit, out var number) && number is >= 1 and <= LargestPage ? number : 0;
        Check(most > 0, "limit", $"'{Shown.Of(limit)}': expected 1 to {LargestPage}");
        Check(verdict is null || EnumNames.Read<Verdict>(verdict) is not null, "verdict", $"'{Shown.Of(verdict)}': expected {EnumNames.Choices<Verdict>()}");
        Check(label is null || DecisionFilter.Labels.Contains(label), "label", $"'{Shown.Of(label)}': expected {string.Join(", ", DecisionFilter.Labels)}");
        Check(from is null || RequestValues.Moment(from) is not null, "from", $"'{Shown.Of(from)}': expected {RequestValues.MomentExpected}");
        Check(to is null || RequestValues.Moment(to) is not null, "to", $"'{Shown.Of(to)}': expected {RequestValues.MomentExpected}");
        Check(cursor is null || DecisionId.IsOne(cursor), "cursor", $"'{Shown.Of(cursor)}': expected the next of the page before, as it was given");
        var filter = new DecisionFilter
        {
            Team = team,
            Service = service,
            Cluster = cluster,
            Namespace = @namespace,
            Rollout = rollout,
            Hash = hash,
            Verdict = verdict,
            Policy = policy,
            Label = label,
            From = from is null ? null : RequestValues.Moment(from),
            To = to is null ? null : RequestValues.Moment(to),
            Cursor = cursor,
        };
        KnownQuery.CheckSpan(filter.From, filter.To, from, (field, fault) => Check(false, field, fault));
        return (filter, most, faults);

        void Check(bool holds, string field, string fault)
        {
            if (!holds)
            {
                faults[field] = [fault];
            }
        }
    }

    private static async Task<IResult> GetAsync(string id, HttpContext http, DecisionReader reader, DecisionLabels labels)
    {
        if (await reader.FindAsync(id, Caller.Of(http), http.RequestAborted) is not var (_, body))
        {
            return Unknown(id);
        }

        return JsonAnswer.Of(DecisionDocument.Of(RecordFormat.Read(body), await labels.FindAsync(id, http.RequestAborted)));
    }

    private static async Task<IResult> RecordAsync(string id, HttpContext http, DecisionReader reader) =>
        await reader.FindAsync(id, Caller.Of(http), http.RequestAborted) is var (_, body)
            ? JsonAnswer.Of(RecordFormat.Show(body))
            : Unknown(id);

    private static async Task<IResult> LabelAsync(string id, HttpContext http, DecisionReader reader, DecisionLabels labels)
    {
        if (await BoundedBody.ReadAsync(http.Request, LargestLabel, http.RequestAborted) is not { } bytes)
        {
            return Problems.Of(StatusCodes.Status413PayloadTooLarge, $"the body is larger than {LargestLabel} bytes");
        }

        // By hand: the framework throws for a charset it does not know.
        if (JsonSerializer.Deserialize<LabelRequest>(EvaluateBody.WithoutByteOrderMark(bytes).Span, JsonAnswer.Options) is not { } request)
        {
            return Problems.Invalid(new Dictionary<string, string[]> { ["body"] = ["is a JSON null: expected an object such as {\"label\": \"right\"}"] });
        }

        if (request.Faults() is { Count: > 0 } faults)
        {
            return Problems.Invalid(faults);
        }

        var caller = Caller.Of(http);
        if (await reader.FindAsync(id, caller, http.RequestAborted) is null)
        {
            return Unknown(id);
        }

        await labels.PutAsync(id, request.Label!, request.Reason ?? "", string.IsNullOrWhiteSpace(request.Who) ? caller.Name : request.Who, caller, http.RequestAborted);
        return JsonAnswer.Of(LabelResponse.Of(await labels.FindAsync(id, http.RequestAborted)));
    }

    private static IResult Unknown(string id) => Problems.Of(StatusCodes.Status404NotFound, $"there is no decision '{Shown.Of(id)}' that this token may read");
}
