namespace NewRelic.Simulator.Nrql;

/// <summary>A query that New Relic would refuse, in New Relic's own words. Becomes <c>errorClass: INVALID_INPUT</c>.</summary>
public sealed class NrqlException(string message, string errorCode = "NRDB:1102004") : Exception(message)
{
    /// <summary>NRDB's error code, e.g. <c>NRDB:1102004</c> for invalid input.</summary>
    public string ErrorCode { get; } = errorCode;
}
