namespace GateService.Core.Evidence;

/// <summary>
/// What there may be to explain, as the requests themselves are counted: it says whether anything further need be asked. Failed requests are all there are, whoever
/// is to blame and whether or not the team expects them.
/// </summary>
/// <param name="Judged">Failed requests of the judged slice, in as many cells as the span has; empty where they could not be counted.</param>
/// <param name="Control">Of the concurrent stable slice; all zero where there is none.</param>
public sealed record Symptoms(IReadOnlyList<double> Judged, IReadOnlyList<double> Control)
{
    /// <summary>Requests are marked as failed by nothing but an error that the team may have said to expect: only what stands beside them tells.</summary>
    public bool MayBeExpected { get; init; }

    /// <summary>What a request of the judged slice takes; null where nobody asked, there were none in the window, or New Relic did not say.</summary>
    public RequestMeans? JudgedMeans { get; init; }

    /// <summary>The same of stable.</summary>
    public RequestMeans? ControlMeans { get; init; }

    public bool AreThere => Judged.Any(failed => failed > 0) || Control.Any(failed => failed > 0);
}

/// <summary>What one request takes on average, over the window.</summary>
/// <param name="Duration">In the telemetry's unit.</param>
/// <param name="ExternalCalls">Calls of other services.</param>
/// <param name="DatabaseCalls">Calls of datastores.</param>
public sealed record RequestMeans(double Duration, double ExternalCalls, double DatabaseCalls);
