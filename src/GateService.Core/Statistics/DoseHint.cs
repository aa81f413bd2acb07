namespace GateService.Core.Statistics;

/// <summary>"The dependency's errors began 40 s after the step": how likely an independent outage falls that close. A hint for people; it decides nothing.</summary>
public static class DoseHint
{
    /// <summary>min(1, (delay + bucket) / step length).</summary>
    /// <param name="delay">From the weight step to the first bad bucket.</param>
    /// <param name="bucket">Width of a bucket.</param>
    /// <param name="stepLength">Length of the step, above 0.</param>
    public static double ChanceOf(TimeSpan delay, TimeSpan bucket, TimeSpan stepLength) => Math.Min(1, (delay + bucket) / stepLength);
}
