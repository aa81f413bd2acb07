namespace GateService.Demo.Argo;

/// <summary>Phases of one measurement, in Argo's words.</summary>
public enum MeasurementPhase
{
    Successful,
    Failed,
    Inconclusive,
    Error,
}
