using NewRelic.Simulator.Worlds.Traffic;

namespace NewRelic.Simulator.Worlds;

/// <summary>What really happened to one slice, whatever telemetry says of it.</summary>
internal sealed record SliceCounts
{
    /// <summary>Requests of users; of a queue consumer its messages.</summary>
    public long UserRequests { get; set; }

    /// <summary>Those that failed and not by the user's own doing: the version's, a dependency's or the ingress' fault.</summary>
    public long ServerFaults { get; set; }

    /// <summary>Of these the version's own.</summary>
    public long OwnFaults { get; set; }

    /// <summary>Of these a dependency's.</summary>
    public long UpstreamFaults { get; set; }

    /// <summary>Of these answered by the ingress: no pod saw them.</summary>
    public long Unserved { get; set; }

    /// <summary>4xx and their gRPC codes, and what broken clients broke.</summary>
    public long CallerFaults { get; set; }

    public long ExpectedErrors { get; set; }

    /// <summary>Clients that left before the answer.</summary>
    public long HungUp { get; set; }

    public long Probes { get; set; }

    public long Background { get; set; }

    public long BackgroundFaults { get; set; }

    /// <summary>Failed requests of users by the dependency whose call failed.</summary>
    public SortedDictionary<string, long> FailedBy { get; init; } = new(StringComparer.Ordinal);

    public void Count(Work work)
    {
        switch (work.Kind)
        {
            case WorkKind.Probe:
                Probes++;
                return;
            case WorkKind.Background:
                Background++;
                BackgroundFaults += work.Fault is null ? 0 : 1;
                return;
        }

        UserRequests++;
        if (!work.Served)
        {
            Unserved++;
            ServerFaults++;
            return;
        }

        ExpectedErrors += work.Fault is { Expected: true } ? 1 : 0;
        HungUp += work.Fault is { Cause: Cause.HungUp } ? 1 : 0;
        CallerFaults += work.Fault is { Origin: Failure.Client, Cause: not Cause.HungUp } ? 1 : 0;
        if (work.Fault is { IsServers: true } fault)
        {
            Failed(fault.Origin, work.Calls.LastOrDefault(call => call.Fault is not null)?.Host);
        }
    }

    /// <summary>A request of a world without an agent.</summary>
    public void Count(RequestOutcome outcome, string payments, string database)
    {
        UserRequests++;
        if (outcome.Failure is null or { Origin: Failure.Client })
        {
            CallerFaults += outcome.Status >= 400 ? 1 : 0;
            return;
        }

        Failed(outcome.Failure.Origin, outcome.Payments.Failure is not null ? payments : outcome.Database.Failure is not null ? database : null);
    }

    public void Add(SliceCounts other)
    {
        UserRequests += other.UserRequests;
        ServerFaults += other.ServerFaults;
        OwnFaults += other.OwnFaults;
        UpstreamFaults += other.UpstreamFaults;
        Unserved += other.Unserved;
        CallerFaults += other.CallerFaults;
        ExpectedErrors += other.ExpectedErrors;
        HungUp += other.HungUp;
        Probes += other.Probes;
        Background += other.Background;
        BackgroundFaults += other.BackgroundFaults;
        foreach (var (host, count) in other.FailedBy)
        {
            FailedBy[host] = FailedBy.GetValueOrDefault(host) + count;
        }
    }

    private void Failed(string origin, string? host)
    {
        ServerFaults++;
        OwnFaults += origin == Failure.Self ? 1 : 0;
        UpstreamFaults += origin == Failure.Upstream ? 1 : 0;
        if (host is not null)
        {
            FailedBy[host] = FailedBy.GetValueOrDefault(host) + 1;
        }
    }
}
