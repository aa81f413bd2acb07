namespace GateService.Rations;

/// <summary>How an account's minute stands, as this replica knows it.</summary>
/// <param name="Account">New Relic's id.</param>
/// <param name="Limit">Queries a minute.</param>
/// <param name="Steps">Taken for steps by all replicas.</param>
/// <param name="Background">Taken beside the steps by all replicas.</param>
/// <param name="Replicas">That share it.</param>
/// <param name="IsShared">The store says so; false: this replica keeps to its own share.</param>
/// <param name="Waited">Queries of this replica that had to wait for another minute, since it started.</param>
/// <param name="Refused">Queries of this replica that were not asked, since it started.</param>
public sealed record RationFigures(int Account, int Limit, long Steps, long Background, long Replicas, bool IsShared, long Waited, long Refused)
{
    public long Taken => Steps + Background;
}
