namespace NewRelic.Simulator.NerdGraph;

/// <summary>The fields of <c>Account</c>: any id is an account.</summary>
internal sealed record AccountRow(int Id)
{
    public string Name => $"Account {Id}";
}
