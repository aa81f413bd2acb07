namespace GateService.Core.Policies.Telemetry;

/// <summary>How telemetry is thinned out before it is stored.</summary>
public enum Sampled
{
    /// <summary>Not at all, or without a look at how a request ended: shares stay what they are.</summary>
    Evenly,

    /// <summary>By how a request ended, as a tail sampler does that keeps errors and slow traces: no share among what is kept means anything.</summary>
    Tail,
}
