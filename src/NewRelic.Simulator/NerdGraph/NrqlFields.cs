using GraphQL;
using Microsoft.Extensions.Options;
using NewRelic.Simulator.Faults;
using NewRelic.Simulator.Nrql;
using NewRelic.Simulator.Requests;
using NewRelic.Simulator.Settings;
using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.NerdGraph;

/// <summary>The fields that run NRQL, and those about what was run.</summary>
internal sealed class NrqlFields(
    NrqlEngine engine, AsyncQueries pending, FaultBook faults, QueryLimits limits, RequestLog log, TimeProvider time, IOptions<SimulatorOptions> options)
{
    /// <summary>New Relic clamps a timeout to this range instead of refusing it; the lower end is also the default. Seconds.</summary>
    private const int ShortestTimeout = 5;
    private const int LongestTimeout = 120;

    private readonly SimulatorOptions _options = options.Value;

    public static object Account(IResolveFieldContext context)
    {
        var id = context.GetArgument<int>("id");
        return NerdGraphCall.Of(context).MayQuery(id) ? new AccountRow(id) : throw NerdGraphError.AccessDenied(id);
    }

    public static object Accounts(IResolveFieldContext context)
    {
        var known = NerdGraphCall.Of(context).Accounts;
        return (known.Count == 0 ? [1] : known).Select(id => new AccountRow(id)).ToList();
    }

    /// <summary>All of them, or those of the filter.</summary>
    public static object EventTypes(IResolveFieldContext context, int account, EventStore events)
    {
        var filter = context.GetArgument<List<string>?>("filter");
        return events.EventTypes(account).Where(type => filter is null || filter.Count == 0 || filter.Contains(type)).ToList();
    }

    public IEnumerable<object> History() => log.Recent(100)
        .SelectMany(request => request.Queries.Select(query => new { AccountIds = query.Accounts, Query = query.Nrql, CreatedAt = request.At.ToUnixTimeMilliseconds() }));

    public Task<object?> OneAccountAsync(IResolveFieldContext context) => RunAsync(context, [((AccountRow)context.Source!).Id]);

    public Task<object?> CrossAccountAsync(IResolveFieldContext context)
    {
        var accounts = context.GetArgument<int[]>("accounts");
        if (accounts.Length == 0 || accounts.Length > _options.AccountsPerQuery)
        {
            throw NerdGraphError.BadInput($"Validation error on 'accounts': between 1 and {_options.AccountsPerQuery} accounts are allowed, not {accounts.Length}");
        }

        foreach (var denied in accounts.Where(account => !NerdGraphCall.Of(context).MayQuery(account)))
        {
            throw NerdGraphError.AccessDenied(denied);
        }

        return RunAsync(context, accounts);
    }

    public object Progress(IResolveFieldContext context)
    {
        var accounts = context.Source is AccountRow account ? [account.Id] : context.GetArgument<int[]>("accounts");
        return pending.Poll(context.GetArgument<string>("queryId"), accounts);
    }

    public object Cancel(IResolveFieldContext context)
    {
        var id = context.GetArgument<string>("queryId");
        return pending.Cancel(id)
            ? new { QueryId = id, RequestStatus = "ACCEPTED", RejectionReason = (string?)null }
            : new { QueryId = id, RequestStatus = "REJECTED", RejectionReason = (string?)"Query not found" };
    }

    private async Task<object?> RunAsync(IResolveFieldContext context, int[] accounts)
    {
        var call = NerdGraphCall.Of(context);
        var asked = new AskedQuery($"{context.FieldAst.Alias?.Name.Value ?? context.FieldAst.Name.Value}", accounts, context.GetArgument<string>("query"));
        call.Note(asked);
        limits.Admit(call.Key, asked);
        var timeout = Math.Clamp(context.GetArgument<int?>("timeout") ?? ShortestTimeout, ShortestTimeout, LongestTimeout);
        var latency = _options.QueryLatencyMilliseconds + faults.TakeLatency(asked);
        var failure = faults.TakeFailure(asked) is { } fault ? NerdGraphError.Of(fault) : null;
        var patience = Patience(timeout, context.GetArgument<bool>("async"));
        if (latency > patience && context.GetArgument<bool>("async"))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(patience), time, context.CancellationToken);

            // Fetched by a later request: this one's token is canceled by then.
            return pending.Start(asked, latency - patience, () => failure is null ? Execute(asked, CancellationToken.None) : throw failure);
        }

        await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(latency, timeout * 1000)), time, context.CancellationToken);
        if (latency > timeout * 1000)
        {
            throw NerdGraphError.Timeout(timeout);
        }

        return failure is null ? new NrdbResult(asked.Nrql, new NrdbProgress(true), await ExecuteAsync(asked, timeout, latency, context.CancellationToken)) : throw failure;
    }

    /// <summary>On a thread of its own, so that siblings do not wait for it, and no longer than its timeout.</summary>
    private async Task<NrqlAnswer> ExecuteAsync(AskedQuery asked, int timeout, int spent, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(Math.Max(1, (timeout * 1000) - spent)), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        try
        {
            return await Task.Run(() => Execute(asked, either.Token), ct);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            throw NerdGraphError.Timeout(timeout);
        }
    }

    private int Patience(int timeout, bool isAsync) => isAsync && _options.AsyncPatienceMilliseconds >= 0 ? _options.AsyncPatienceMilliseconds : timeout * 1000;

    private NrqlAnswer Execute(AskedQuery asked, CancellationToken ct)
    {
        try
        {
            return engine.Execute(asked.Nrql, asked.Accounts, ct);
        }
        catch (NrqlException refused)
        {
            throw new NerdGraphError("INVALID_INPUT", refused.Message, refused.ErrorCode);
        }
    }
}
