namespace GateService.Core.Policies;

/// <summary>Which value of a bucket is a gauge's reading.</summary>
public enum GaugeReading
{
    /// <summary>The last one.</summary>
    Latest,

    Average,

    Max,

    Min,
}
