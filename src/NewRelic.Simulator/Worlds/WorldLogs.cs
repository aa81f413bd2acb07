namespace NewRelic.Simulator.Worlds;

/// <summary>What the service writes to its log, and who sends it. Shares are of the requests of users, 0 to 1.</summary>
internal sealed record WorldLogs
{
    /// <summary>Who sends the lines; null: who tells of the requests, and New Relic's Fluent Bit where that is no process of the service.</summary>
    public LogSender? Sender { get; init; }

    /// <summary>Lines at INFO for each request.</summary>
    public double Lines { get; init; } = 2;

    /// <summary>Share of either slice's requests that answer well and log an error.</summary>
    public double Errors { get; init; } = 0.002;

    /// <summary>Lines at ERROR that such a request writes, on average; at least 1.</summary>
    public double Burst { get; init; } = 3;

    /// <summary>Share of the canary's requests that answer well and log an error of the canary's own.</summary>
    public double CanaryErrors { get; init; }

    /// <summary>Lines at INFO for each request of the canary that stable does not write.</summary>
    public double CanaryLines { get; init; }

    /// <summary>The canary words the error of both slices anew.</summary>
    public bool Renamed { get; init; }

    /// <summary>Lines tell their level; false: it stands in the message alone.</summary>
    public bool Levels { get; init; } = true;

    /// <summary>Lines tell their pod.</summary>
    public bool Pods { get; init; } = true;

    /// <summary>The canary's lines are sent.</summary>
    public bool OfCanary { get; init; } = true;

    public IEnumerable<string> Complaints()
    {
        foreach (var (name, value, least, most) in new[]
        {
            ("lines", Lines, 0, 20), ("errors", Errors, 0, 1), ("burst", Burst, 1, 50), ("canaryErrors", CanaryErrors, 0, 1), ("canaryLines", CanaryLines, 0, 20),
        })
        {
            if (!(value >= least && value <= most))
            {
                yield return $"logs.{name} is {value}, expected {least} to {most}";
            }
        }
    }
}
