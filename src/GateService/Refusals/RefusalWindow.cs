namespace GateService.Refusals;

/// <summary>So many lines a minute, and how many were left out since the last one.</summary>
internal sealed class RefusalWindow
{
    public const int MostAMinute = 10;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private DateTimeOffset _began;
    private int _taken;
    private int _left;

    /// <param name="now">The wall clock.</param>
    /// <param name="unlogged">How many were not taken since one was.</param>
    public bool Takes(DateTimeOffset now, out int unlogged)
    {
        lock (_lock)
        {
            (_began, _taken) = now - _began >= Minute || now < _began ? (now, 0) : (_began, _taken);
            var takes = _taken < MostAMinute;
            unlogged = _left;
            (_taken, _left) = takes ? (_taken + 1, 0) : (_taken, _left + 1);
            return takes;
        }
    }
}
