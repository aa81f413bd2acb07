namespace GateService.Core.Planning;

/// <summary>What requests were counted by.</summary>
public enum TrafficBasis
{
    /// <summary>Their events, and nothing says that some are missing.</summary>
    Rows,

    /// <summary>Metric timeslices, because events are missing.</summary>
    Timeslices,

    /// <summary>Their events, of which an agent may have left some out: there may be more.</summary>
    AtLeast,
}
