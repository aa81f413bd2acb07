namespace GateService.Core.Statistics;

/// <summary>Calls to a dependency in one bucket of one slice.</summary>
/// <param name="Calls">Sum of the calls of all requests.</param>
/// <param name="Requests">Number of requests.</param>
/// <param name="SumOfSquares">Sum of the squares of each request's calls; null where it is not known.</param>
public readonly record struct CallCount(double Calls, double Requests, double? SumOfSquares);

/// <summary>Calls to a dependency in one bucket of both slices.</summary>
public readonly record struct CallPair(CallCount Canary, CallCount Stable)
{
    /// <summary>
    /// Calls per request, canary against <paramref name="margin"/> times stable. A call counts 1/φ with φ = Σc² / Σc: a request with fifty calls is one
    /// cluster, not fifty observations.
    /// </summary>
    public CountBucket Against(double margin)
    {
        var (canary, stable) = (Canary, Stable);
        var calls = canary.Calls + stable.Calls;
        var phi = canary.SumOfSquares is { } a && stable.SumOfSquares is { } b && calls > 0 ? Math.Max(1, (a + b) / calls) : 1;
        var bucket = Boundary.Relative(new CountPair(canary.Calls, canary.Requests, stable.Calls, stable.Requests), margin);
        return new CountBucket(bucket.Bad / phi, bucket.Exposure / phi, bucket.Boundary);
    }
}
