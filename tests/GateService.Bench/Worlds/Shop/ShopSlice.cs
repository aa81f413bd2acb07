namespace GateService.Bench.Worlds.Shop;

/// <summary>
/// How the requests of one slice go in one minute. Names and numbers are those of the simulator's <c>Behaviour</c> and <c>RequestBehaviour</c>
/// (src/NewRelic.Simulator/Worlds), so that tables and end-to-end tests tell of the same worlds.
/// </summary>
internal sealed record ShopSlice
{
    /// <summary>What every service has: a request in some thousand fails by itself.</summary>
    public const double OrdinaryErrors = 0.0006;

    /// <summary>Share of requests that call payments-api, inventory-api.</summary>
    public const double CallPayments = 0.6;
    public const double CallInventory = 0.3;

    /// <summary>Share of requests that are traced.</summary>
    public const double Traced = 0.1;

    /// <summary>Share of requests that end in an exception of the service's own.</summary>
    public double OwnErrors { get; init; }

    /// <summary>The same of the slice's first pod alone.</summary>
    public double OwnErrorsOfOnePod { get; init; }

    /// <summary>Share of requests that payments-api fails.</summary>
    public double DependencyFailures { get; init; }

    /// <summary>Calls of payments-api in a request that calls it.</summary>
    public double ExternalCalls { get; init; } = 1;

    /// <summary>Seconds after which the service gives up on payments-api; 0: it answers 502 or 503 at once.</summary>
    public double GivesUpAfter { get; init; }

    /// <summary>Share of requests that the database fails.</summary>
    public double DatabaseFailures { get; init; }

    /// <summary>Factor on the one to three statements of a request.</summary>
    public double DatabaseCalls { get; init; } = 1;

    /// <summary>Factor on the time in own code, and the share of the minute in which pods are that slow.</summary>
    public (double Slowness, double Share) Cold { get; init; } = (1, 0);

    /// <summary>Broken requests of one client on top of the others.</summary>
    public double BadClientRequests { get; init; }

    /// <summary>Share of requests that inventory-api fails, with the class and status of what payments-api fails.</summary>
    public double InventoryFailures { get; init; }

    /// <summary>What callers do wrong, and the agent marks as an error though its answer is none; and the share of requests.</summary>
    public (ShopError? Error, double Share) Mistakes { get; init; }

    /// <summary>Share of requests that are refused as their caller's mistake, and that no agent marks.</summary>
    public double Refused { get; init; }

    /// <summary>Share of requests that log an error line, whatever they answer.</summary>
    public double LogLines { get; init; }

    /// <summary>Factor on the time in own code.</summary>
    public double Slowness { get; init; } = 1;

    /// <summary>Seconds more that a share of the requests waits for the database.</summary>
    public (double Seconds, double Share) Waits { get; init; }

    /// <summary>Factor on the traffic that comes.</summary>
    public double Traffic { get; init; } = 1;

    /// <summary>Its processes are dead: what comes is answered by the proxy, and no pod reports anything.</summary>
    public bool IsSilent { get; init; }

    /// <summary>Requests take as long as they always did.</summary>
    public bool IsAsFastAsEver => Cold.Share <= 0 && Slowness.Equals(1) && Waits.Share <= 0;
}
