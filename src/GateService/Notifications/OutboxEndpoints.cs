using GateService.Callers;
using GateService.Http;
using GateService.Outbox;
using GateService.Wire;
using Microsoft.Extensions.Options;

namespace GateService.Notifications;

/// <summary>Messages that wait, were delivered or are dead; dead ones can be sent on their way again.</summary>
internal static class OutboxEndpoints
{
    private const int Page = 100;
    private static readonly string[] States = [OutboxState.Pending, OutboxState.Delivered, OutboxState.Dead];

    public static void MapOutbox(this RouteGroupBuilder group)
    {
        var outbox = group.MapGroup("/outbox").WithTags("Messages");
        outbox.MapGet("/", ListAsync).Needs(Role.Read).WithName("ListMessages").WithSummary("Messages by state: pending, delivered or dead; newest first.")
            .Produces<OutboxPage>().ProducesValidationProblem();
        outbox.MapPost("/{id}/replay", ReplayAsync).Needs(Role.Operate).WithName("ReplayMessage").WithSummary("Sends a dead message on its way again.")
            .Produces<OutboxEntry>().ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> ListAsync(HttpContext http, OutboxStore store, string? state = null, string? cursor = null)
    {
        if (!States.Contains(state ?? OutboxState.Dead))
        {
            return Problems.Invalid(new Dictionary<string, string[]> { ["state"] = [$"'{Shown.Of(state)}': expected pending, delivered or dead"] });
        }

        if (cursor is not null && !DecisionId.IsOne(cursor))
        {
            return Problems.Invalid(new Dictionary<string, string[]> { ["cursor"] = [$"'{Shown.Of(cursor)}': expected the next of the page before, as it was given"] });
        }

        var messages = await store.ListAsync(state ?? OutboxState.Dead, cursor, Page, http.RequestAborted);
        var caller = Caller.Of(http);
        return JsonAnswer.Of(new OutboxPage([.. messages.Where(message => MaySee(caller, message)).Select(OutboxEntry.Of)], messages.Count == Page ? messages[^1].Id : null));
    }

    private static async Task<IResult> ReplayAsync(string id, HttpContext http, OutboxStore store, OutboxSignal signal, IOptions<NotificationOptions> options)
    {
        if (await store.FindAsync(id, http.RequestAborted) is not { } message || !MaySee(Caller.Of(http), message)
            || !await store.ReplayAsync(id, options.Value.GiveUpAfter, http.RequestAborted))
        {
            return Problems.Of(StatusCodes.Status404NotFound, $"there is no dead message '{Shown.Of(id)}' that this token may see");
        }

        signal.Ring();
        return JsonAnswer.Of(OutboxEntry.Of((await store.FindAsync(id, http.RequestAborted))!));
    }

    private static bool MaySee(Caller caller, OutboxMessage message) => caller.MayRead(message.Service, message.Namespace, message.Team);
}
