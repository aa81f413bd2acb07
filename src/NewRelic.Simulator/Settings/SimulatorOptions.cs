using System.ComponentModel.DataAnnotations;

namespace NewRelic.Simulator.Settings;

/// <summary>Settings of the simulator, section <c>Simulator</c>. The defaults are New Relic's published limits.</summary>
public sealed class SimulatorOptions
{
    /// <summary>Keys that are let in. Empty (the default): any key that begins with <c>NRAK-</c>, for any account.</summary>
    public IReadOnlyList<SimulatorKey> Keys { get; set; } = [];

    /// <summary>Rules of NRQL that are not enforced. Empty (the default): all are, as New Relic does.</summary>
    public IReadOnlyList<NrqlRule> RulesOff { get; set; } = [];

    /// <summary>NerdGraph requests one key may have open at a time; more are answered 429. Default 25.</summary>
    [Range(1, int.MaxValue)]
    public int ConcurrentRequestsPerKey { get; set; } = 25;

    /// <summary>NRQL queries per account and minute; more are <c>TOO_MANY_REQUESTS</c>. Default 3000.</summary>
    [Range(1, int.MaxValue)]
    public int QueriesPerMinute { get; set; } = 3000;

    /// <summary>Times per minute one key may ask the same NRQL; more are <c>TOO_MANY_REQUESTS</c>. Default 120.</summary>
    [Range(1, int.MaxValue)]
    public int IdenticalQueriesPerMinute { get; set; } = 120;

    /// <summary>Accounts one cross-account query may name. Default 30.</summary>
    [Range(1, int.MaxValue)]
    public int AccountsPerQuery { get; set; } = 30;

    /// <summary>How long every query takes on top of its own work, in milliseconds. Default 0.</summary>
    [Range(0, int.MaxValue)]
    public int QueryLatencyMilliseconds { get; set; }

    /// <summary>
    /// How long an <c>async: true</c> query is waited for before it answers with a <c>queryId</c>, in milliseconds.
    /// Default -1: the query's own <c>timeout</c>, as New Relic does.
    /// </summary>
    [Range(-1, int.MaxValue)]
    public int AsyncPatienceMilliseconds { get; set; } = -1;

    /// <summary>How long the results of an async query are kept, in seconds. Default 600.</summary>
    [Range(1, int.MaxValue)]
    public int ResultExpirationSeconds { get; set; } = 600;

    /// <summary>Requests that <c>GET /simulator/requests</c> remembers; the total counts on. Default 1000.</summary>
    [Range(1, int.MaxValue)]
    public int RememberedRequests { get; set; } = 1000;
}
