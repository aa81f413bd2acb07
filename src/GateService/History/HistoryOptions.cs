namespace GateService.History;

/// <summary>Section <c>History</c>.</summary>
public sealed class HistoryOptions
{
    /// <summary>SQLite (<c>Data Source=…</c>) or PostgreSQL (<c>Host=…</c>). Default: the file <c>data/gate.db</c>.</summary>
    public string ConnectionString { get; set; } = "Data Source=data/gate.db";

    /// <summary>How long storing a decision may hold up its answer. Default 500 ms.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromMilliseconds(500);
}
