namespace GateService.Core.Policies.Telemetry;

/// <summary>Web requests of a service with one of New Relic's agents: <c>Transaction</c>, without its background work and without probes.</summary>
public static class ApmHttp
{
    public const string Name = "apm-http";

    /// <summary>Events that a team sends by itself carry no type of transaction.</summary>
    private const string Population = "(transactionType = 'Web' OR transactionType IS NULL)";

    public static TelemetrySource Source { get; } = new()
    {
        Kind = Name,
        Population = Population,
        NameAttribute = "name",
        ProbeNames = Probes.Names,
        Marked = Agent.Marked,
        Refusal = Agent.Refusal,
        Denial = Agent.Denial,
        Untold = Agent.Untold,
        Timeslices = "Web",
        Names = Agent.Names,
        Calls = Agent.Calls,
    };
}
