namespace GateService.Core.Verdicts;

/// <summary>Argo reads these as Successful, Failed and Inconclusive.</summary>
public enum Verdict
{
    Pass,
    Fail,
    Inconclusive,
}
