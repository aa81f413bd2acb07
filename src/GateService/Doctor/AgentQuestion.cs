using GateService.Evidence;
using NewRelic.Api;

namespace GateService.Doctor;

/// <summary>
/// Which of New Relic's agents sent a service's transactions, and whether they are gRPC. No event names its agent; each writes names and attributes of its own
/// (the agents' public source), and by these they are told.
/// </summary>
internal sealed class AgentQuestion
{
    private const string All = "all";
    private const string Web = "web";
    private const string Background = "background";
    private const string Grpc = "grpc";

    /// <summary>What only this agent writes; of several that fit, the one that most rows fit counts.</summary>
    private static readonly (string Agent, string Mark)[] Marks =
    [
        ("java", "name LIKE 'WebTransaction/Spring%' OR name LIKE 'WebTransaction/Servlet%' OR name LIKE 'WebTransaction/RestWebService%' OR name LIKE 'OtherTransaction/Java/%' OR name LIKE 'OtherTransaction/Message/Spring%' OR (name LIKE 'WebTransaction/gRPC/%' AND grpc.type IS NULL)"),
        ("dotnet", "request.headers.user-agent IS NOT NULL OR name LIKE 'WebTransaction/MVC%' OR name LIKE 'WebTransaction/ASP/%' OR name LIKE 'WebTransaction/StatusCode/%' OR name LIKE 'OtherTransaction/Message/RabbitMQ/Queue/Named/%' OR name LIKE 'OtherTransaction/DotNet/%' OR name LIKE 'OtherTransaction/Custom/%'"),
        ("go", "name LIKE 'WebTransaction/Go/%' OR name LIKE 'OtherTransaction/Go/%'"),
        ("node", "http.statusText IS NOT NULL OR grpc.type IS NOT NULL OR (transactionType = 'Other' AND webDuration IS NOT NULL) OR name LIKE 'WebTransaction/Expressjs/%' OR name LIKE 'WebTransaction/Nodejs/%'"),
        ("python", "name LIKE 'WebTransaction/Function/%' OR name LIKE 'OtherTransaction/Celery/%' OR name LIKE 'OtherTransaction/Function/%' OR name LIKE 'WebTransaction/Python/%'"),
        ("ruby", "name LIKE 'Controller/%' OR name LIKE 'OtherTransaction/SidekiqJob/%' OR name LIKE 'OtherTransaction/ActiveJob%' OR name LIKE 'OtherTransaction/Rake/%'"),
        ("php", "response.statusCode IS NOT NULL OR name LIKE 'OtherTransaction/php/%' OR name LIKE 'WebTransaction/Action/%'"),
    ];

    /// <summary>Where an agent puts a code of gRPC, or what only gRPC is called by.</summary>
    private const string IsGrpc =
        "grpcStatusCode IS NOT NULL OR grpc.statusCode IS NOT NULL OR grpc.type IS NOT NULL OR request.grpc_type IS NOT NULL OR request.uri LIKE 'grpc://%' OR name LIKE 'WebTransaction/gRPC/%' "
        + "OR numeric(http.statusCode) < 100 OR numeric(response.status) < 100 OR request.uri RLIKE '/[A-Za-z0-9_.]+[.][A-Za-z0-9_]+/[A-Za-z0-9_]+'";

    private const double Few = 0.1;

    public AgentQuestion(CheckupRequest request) => Query = new NrqlQuery("agents", Nrql.Create(
        $"SELECT count(*) AS all, filter(count(*), WHERE transactionType = 'Web') AS web, filter(count(*), WHERE transactionType = 'Other') AS background, filter(count(*), WHERE transactionType = 'Web' AND ({Nrql.Trusted(IsGrpc)})) AS grpc, {Nrql.List(Marks.Select(mark => Nrql.Create($"filter(count(*), WHERE {Nrql.Trusted(mark.Mark)}) AS {new NrqlIdentifier(mark.Agent)}")))} FROM Transaction WHERE appName = {request.Service} SINCE {request.From} UNTIL {request.To}"));

    public NrqlQuery Query { get; }

    public AgentSighting Read(NrqlBatch batch)
    {
        if (UnavailableCause.Of(batch, [Query]) is not null || batch.GetRequired(Query.Name).Rows is not [var row, ..])
        {
            return AgentSighting.None;
        }

        var all = row.Number(All) ?? 0;
        var agents = Marks.Select(mark => (mark.Agent, Rows: row.Number(mark.Agent) ?? 0)).Where(agent => all > 0 && agent.Rows > Few * all).OrderByDescending(agent => agent.Rows).Select(agent => agent.Agent);
        return new AgentSighting([.. agents], row.Number(Web) ?? 0, row.Number(Background) ?? 0, row.Number(Grpc) ?? 0);
    }
}
