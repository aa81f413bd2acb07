namespace GateService.Core.Policies.Telemetry;

/// <summary>Background work of a service with one of New Relic's agents: messages of a queue, jobs, scheduled tasks. There is no status; what failed is marked.</summary>
public static class ApmBackground
{
    public const string Name = "apm-background";

    public static TelemetrySource Source { get; } = ApmHttp.Source with
    {
        Kind = Name,
        Population = "transactionType = 'Other'",
        ProbeAgents = [],
        ProbePaths = [],
        NameAttribute = null,
        ProbeNames = [],
        Error = $"error IS TRUE AND {Agent.Unexpected}",
        Marked = null,
        Refusal = null,
        Denial = null,
        Untold = null,
        Timeslices = "Other",
        StatusAttributes = [],
        Names = Agent.Names with { Where = "transactionName LIKE 'OtherTransaction/%'", Marks = null, EntrySpan = "nr.entryPoint IS TRUE AND error.class IS NOT NULL" },
    };
}
