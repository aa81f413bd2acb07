namespace GateService.Wire;

/// <summary>
/// What is left of a time that was given. Never less than nothing and never more than a timer takes: who is late gets no time, not an exception.
/// Durations are subtracted here and nowhere else.
/// </summary>
internal sealed class Remaining
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private readonly TimeProvider _time;
    private readonly long _since;

    private Remaining(TimeSpan total, TimeProvider time, long since) => (Total, _time, _since) = (Bounded(total), time, since);

    /// <summary>What was given.</summary>
    public TimeSpan Total { get; }

    public TimeSpan Left => Bounded(Total - Elapsed);

    public bool IsOver => Left == TimeSpan.Zero;

    public TimeSpan Elapsed => _time.GetElapsedTime(_since);

    /// <param name="total">What is given.</param>
    /// <param name="time">The clock.</param>
    /// <param name="since">A timestamp of it; null begins now.</param>
    public static Remaining Of(TimeSpan total, TimeProvider time, long? since = null) => new(total, time, since ?? time.GetTimestamp());

    /// <summary>Of what is left, at most that much.</summary>
    public TimeSpan AtMost(TimeSpan most) => most < Left ? Bounded(most) : Left;

    /// <summary>Cancelled when a share of the whole is over; at once when it is already.</summary>
    public CancellationTokenSource Ending(double share = 1)
    {
        var left = Bounded((Total * share) - Elapsed);
        if (left > TimeSpan.Zero)
        {
            return new CancellationTokenSource(left, _time);
        }

        var over = new CancellationTokenSource();
        over.Cancel();
        return over;
    }

    private static TimeSpan Bounded(TimeSpan left) => left < TimeSpan.Zero ? TimeSpan.Zero : left > Longest ? Longest : left;
}
