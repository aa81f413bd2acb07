namespace GateService.Telemetry;

/// <summary>
/// So many different label sets of a metric and no more: OpenTelemetry drops what goes beyond its limit without a word. A team takes at most twice what it leaves
/// to all others, so that none uses up the series of a process. What was taken stays, because OpenTelemetry keeps a series once it saw it.
/// </summary>
/// <param name="most">How many are told apart.</param>
internal sealed class SeriesLimit<TLabels>(int most)
    where TLabels : notnull
{
    private readonly Lock _lock = new();
    private readonly HashSet<TLabels> _known = [];
    private readonly Dictionary<string, int> _teams = new(StringComparer.Ordinal);

    /// <summary>Whether these stand for themselves, now and from now on.</summary>
    public bool Takes(string team, TLabels labels)
    {
        lock (_lock)
        {
            var held = _teams.GetValueOrDefault(team);
            if (_known.Contains(labels) || !LeavesRoom(held, most - _known.Count))
            {
                return _known.Contains(labels);
            }

            _teams[team] = held + 1;
            return _known.Add(labels);
        }
    }

    /// <summary>Whether one that holds so many may take another of those that are left.</summary>
    public static bool LeavesRoom(int held, int left) => held < 2 * left;
}
