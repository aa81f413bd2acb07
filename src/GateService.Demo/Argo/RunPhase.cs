namespace GateService.Demo.Argo;

/// <summary>Phases of an AnalysisRun.</summary>
public enum RunPhase
{
    Running,
    Successful,
    Failed,
    Inconclusive,
    Error,
}
