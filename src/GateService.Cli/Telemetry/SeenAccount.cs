using GateService.Cli.Shell;
using GateService.Core.Words;
using NewRelic.Api;
using NewRelic.Api.Client;

namespace GateService.Cli.Telemetry;

/// <summary>An account of New Relic's that is asked.</summary>
/// <param name="Options">Where it is and what opens it.</param>
/// <param name="Since">How far back.</param>
internal sealed record SeenAccount(NerdGraphOptions Options, TimeSpan Since)
{
    /// <summary>Queries of one POST: New Relic answers them side by side.</summary>
    private const int MostQueries = 20;

    public string SinceSaid => Durations.Say(Since);

    /// <summary>Answers by the queries' names.</summary>
    /// <exception cref="FaultException">New Relic cannot be asked, or refuses a query.</exception>
    public async Task<IReadOnlyDictionary<string, NrqlResult>> AskAsync(IReadOnlyList<NrqlQuery> queries, CancellationToken ct)
    {
        var answers = new Dictionary<string, NrqlResult>(StringComparer.Ordinal);
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };
        var client = new NerdGraphClient(() => http, Options);
        foreach (var some in queries.Chunk(MostQueries))
        {
            var batch = await client.QueryAsync(some, ct: ct);
            foreach (var query in some)
            {
                answers[query.Name] = batch[query.Name] switch
                {
                    NrqlOutcome.Answered answered => answered.Result,
                    NrqlOutcome.Failed failed => throw new FaultException(ExitCode.NoAnswer, $"New Relic does not answer: {failed.Error}"),
                    _ => throw new System.Diagnostics.UnreachableException(),
                };
            }
        }

        return answers;
    }

    /// <summary>Never with the key.</summary>
    public override string ToString() => Options.ToString();
}
