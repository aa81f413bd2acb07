namespace GateService.Core.Planning;

/// <summary>The stretch of telemetry that is judged: whole buckets, inclusive begin, exclusive end.</summary>
/// <param name="Begin">Inclusive.</param>
/// <param name="End">Exclusive; never later than now minus the ingest delay.</param>
/// <param name="Bucket">Width of one bucket; the window is a whole number of them.</param>
public sealed record EvaluationWindow(DateTimeOffset Begin, DateTimeOffset End, TimeSpan Bucket)
{
    public TimeSpan Length => End - Begin;

    public int Buckets => (int)(Length / Bucket);

    /// <summary>The same stretch in parts of at most <paramref name="most"/> buckets, oldest first.</summary>
    public IEnumerable<EvaluationWindow> Parts(int most)
    {
        for (var begin = Begin; begin < End; begin += most * Bucket)
        {
            yield return new EvaluationWindow(begin, End - begin > most * Bucket ? begin + (most * Bucket) : End, Bucket);
        }
    }
}
