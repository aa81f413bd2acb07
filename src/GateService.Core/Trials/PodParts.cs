using GateService.Core.Evidence;

namespace GateService.Core.Trials;

/// <summary>What part some of stable's pods have in what all of them did, cell by cell.</summary>
internal sealed class PodParts
{
    private readonly Dictionary<DateTimeOffset, Counts> _all;
    private readonly Dictionary<DateTimeOffset, Counts> _some;
    private readonly TimeSpan _cell;

    private PodParts(IReadOnlyList<PodSeries> all, IReadOnlyList<PodSeries> some) => (_all, _some, _cell) = (ByCell(all), ByCell(some), StablePast.CellOf(all));

    /// <param name="all">Of stable.</param>
    /// <param name="some">Of these.</param>
    public static PodParts Of(IReadOnlyList<PodSeries> all, IReadOnlyList<PodSeries> some) => new(all, some);

    /// <summary>In the bucket that begins then; all of it where no cell is known. Cells are as long as a bucket or a whole number of them.</summary>
    public PodPart At(DateTimeOffset bucket)
    {
        var at = _all.Keys.Where(begin => begin <= bucket && bucket < begin + _cell).FirstOrDefault();
        if (!_all.TryGetValue(at, out var all))
        {
            return PodPart.Whole;
        }

        var some = _some.GetValueOrDefault(at);
        var bad = Part(some.Bad, all.Bad) ?? 1;
        return new PodPart(Part(some.Exposure, all.Exposure) ?? 1, bad, Part(some.OverLimit, all.OverLimit) ?? bad);
    }

    private static double? Part(double some, double all) => all > 0 ? some / all : null;

    private static Dictionary<DateTimeOffset, Counts> ByCell(IEnumerable<PodSeries> pods)
    {
        var cells = new Dictionary<DateTimeOffset, Counts>();
        foreach (var known in pods.SelectMany(pod => pod.Cells))
        {
            var so = cells.GetValueOrDefault(known.Begin);
            cells[known.Begin] = new Counts(so.Exposure + known.Exposure, so.Bad + (known.Bad ?? 0), so.OverLimit + (known.BadOverLimit ?? 0));
        }

        return cells;
    }

    private readonly record struct Counts(double Exposure, double Bad, double OverLimit);
}

/// <summary>Parts that some pods have in a bucket of stable, each 0 to 1.</summary>
/// <param name="Requests">Of the requests.</param>
/// <param name="Bad">Of what pods are counted by: bad events, of a latency requests slower than stable's own percentile.</param>
/// <param name="OverLimit">Of requests over a latency's loosest limit; as <paramref name="Bad"/> of all else.</param>
internal readonly record struct PodPart(double Requests, double Bad, double OverLimit)
{
    public static PodPart Whole { get; } = new(1, 1, 1);

    /// <summary>What they have of the bucket.</summary>
    public Bucket Of(Bucket bucket) => bucket with
    {
        Exposure = Requests * bucket.Exposure,
        Bad = OverLimit * bucket.Bad,
        AllBad = Bad * bucket.AllBad,
        BadAgainstStable = Bad * bucket.BadAgainstStable,
    };
}
