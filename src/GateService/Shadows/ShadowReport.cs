using GateService.Backtests;

namespace GateService.Shadows;

/// <summary>What a shadow policy would have decided of what was decided.</summary>
/// <param name="Policy">Its name; null where none has judged yet.</param>
/// <param name="Policies">All that have, the one that judged last first.</param>
/// <param name="Report">As a backtest tells it: before is what was decided, after what it would have.</param>
internal sealed record ShadowReport(string? Policy, IReadOnlyList<string> Policies, BacktestReport Report);
