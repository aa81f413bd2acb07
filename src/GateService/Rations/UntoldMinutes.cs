namespace GateService.Rations;

/// <summary>What a replica took of an account while the ledger was away. Once it is back it is told, or the other replicas would take the same once more.</summary>
internal sealed class UntoldMinutes
{
    private readonly Dictionary<long, (long Steps, long Background)> _minutes = [];

    /// <summary>Of those before.</summary>
    public IReadOnlyList<(long Minute, long Steps, long Background)> Before(long minute) => [.. _minutes.Where(one => one.Key < minute).Select(one => (one.Key, one.Value.Steps, one.Value.Background))];

    public (long Steps, long Background) Of(long minute) => _minutes.GetValueOrDefault(minute);

    public void Note(long minute, long steps, long background)
    {
        var known = _minutes.GetValueOrDefault(minute);
        _minutes[minute] = (known.Steps + steps, known.Background + background);
    }

    public void Clear(long minute) => _minutes.Remove(minute);

    /// <summary>Nobody looks further back than a minute.</summary>
    public void Turn(long minute)
    {
        foreach (var past in _minutes.Keys.Where(known => known < minute - 1).ToList())
        {
            _minutes.Remove(past);
        }
    }
}
