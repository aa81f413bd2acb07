namespace GateService.Core.Policies.Telemetry;

/// <summary>What a duration of an event is counted in.</summary>
public enum DurationUnit
{
    Seconds,

    Milliseconds,
}

public static class DurationUnits
{
    /// <summary>Seconds in one unit.</summary>
    public static double InSeconds(this DurationUnit unit) => unit switch
    {
        DurationUnit.Seconds => 1,
        DurationUnit.Milliseconds => 0.001,
    };

    /// <summary>Seconds in this unit; decimal, so that 1.2 s are 1200 ms and not a little more.</summary>
    public static double Of(this DurationUnit unit, double seconds) => (double)((decimal)seconds / (decimal)unit.InSeconds());
}
