namespace NewRelic.Simulator.Settings;

/// <summary>A configured user key.</summary>
public sealed class SimulatorKey
{
    public string Key { get; set; } = "";

    /// <summary>Accounts it may query; empty: all.</summary>
    public IReadOnlyList<int> Accounts { get; set; } = [];
}
