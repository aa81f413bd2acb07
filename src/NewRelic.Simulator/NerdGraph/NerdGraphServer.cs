using GraphQL;
using GraphQL.SystemTextJson;
using GraphQL.Transport;
using GraphQL.Types;
using NewRelic.Simulator.Faults;
using NewRelic.Simulator.Requests;
using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.NerdGraph;

/// <summary>Answers <c>POST /graphql</c>: faults first, then the key, then the limits, then the document.</summary>
internal sealed partial class NerdGraphServer(
    NrqlFields fields, ChangeTracking changes, Entities entities, DropRules drops, EventStore events, ApiKeys keys, QueryLimits limits, FaultBook faults, RequestLog log, TimeProvider time, ILogger<NerdGraphServer> logger)
{
    private readonly ISchema _schema = NerdGraphSchema.Build(fields, changes, entities, drops, events);
    private readonly DocumentExecuter _executer = new();
    private readonly GraphQLSerializer _serializer = new(new NerdGraphErrorInfo());

    public async Task HandleAsync(HttpContext http)
    {
        var arrived = (Moment: time.GetUtcNow(), Stamp: time.GetTimestamp());
        var key = http.Request.Headers["API-Key"].FirstOrDefault();
        var call = new NerdGraphCall(key ?? "", keys.Accounts(key));
        GraphQLRequest? body = null;
        Fault? fault = null;
        try
        {
            body = await ReadAsync(http);
            fault = faults.TakeForPost(body?.Text() ?? "");
            await (fault is null ? AnswerAsync(http, call, body) : FaultyAnswer.SendAsync(http, fault));
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client left, as it does when we hang: it is in the log with status 0.
        }
        finally
        {
            var status = http.RequestAborted.IsCancellationRequested ? 0 : http.Response.StatusCode;
            var milliseconds = time.GetElapsedTime(arrived.Stamp).TotalMilliseconds;
            log.Add(new RequestRecord(arrived.Moment, ApiKeys.Mask(key), call.Asked, body?.VariableNames() ?? [], status, milliseconds, fault?.Name));
            LogAnswered(logger, status, call.Asked.Count, milliseconds, fault?.Name ?? "none");
        }
    }

    private async Task<GraphQLRequest?> ReadAsync(HttpContext http)
    {
        try
        {
            return await _serializer.ReadAsync<GraphQLRequest>(http.Request.Body, http.RequestAborted);
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    private async Task AnswerAsync(HttpContext http, NerdGraphCall call, GraphQLRequest? body)
    {
        if (!keys.Admits(call.Key))
        {
            await FaultyAnswer.WriteAsync(http, StatusCodes.Status401Unauthorized, FaultyAnswer.BadKey);
            return;
        }

        if (!limits.TryEnter(call.Key))
        {
            await FaultyAnswer.SendAsync(http, new Fault { Kind = FaultKind.TooManyRequests, Message = "Too many concurrent requests for this user" });
            return;
        }

        try
        {
            var result = await ExecuteAsync(call, body, http.RequestAborted);
            http.Response.ContentType = "application/json; charset=utf-8";
            await _serializer.WriteAsync(http.Response.Body, result, http.RequestAborted);
        }
        finally
        {
            limits.Leave(call.Key);
        }
    }

    private async Task<ExecutionResult> ExecuteAsync(NerdGraphCall call, GraphQLRequest? body, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(body?.Query))
        {
            return new ExecutionResult { Errors = [new NerdGraphError("INVALID_INPUT", "The body must be JSON with a \"query\"")] };
        }

        var result = await _executer.ExecuteAsync(options =>
        {
            options.Schema = _schema;
            options.Query = body.Query;
            options.OperationName = body.OperationName;
            options.Variables = body.Variables;
            options.UserContext = call.UserContext();
            options.CancellationToken = ct;
        });
        if (faults.TakeDeprecation(body.Text()) is { } deprecation)
        {
            (result.Errors ??= []).Add(new NerdGraphError("DEPRECATION", deprecation.Message ?? "This field is deprecated! Please use `actor.nrql` instead."));
        }

        return result;
    }

    [LoggerMessage(1, LogLevel.Debug, "Answered {Status} to {Queries} NRQL queries in {Milliseconds:0.0} ms; fault: {Fault}")]
    private static partial void LogAnswered(ILogger logger, int status, int queries, double milliseconds, string fault);
}
