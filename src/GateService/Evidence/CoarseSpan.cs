using GateService.Core.Planning;
using GateService.Core.Statistics;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>
/// A span in at most thirty buckets. New Relic answers with a row for every facet in every bucket, empty ones included: what is told apart by text or host
/// would outgrow an answer in a long rollout. What was counted in a wide bucket is spread over its cells as the requests that are counted cell by cell lie.
/// </summary>
internal sealed class CoarseSpan
{
    private const int MostBuckets = 30;
    private const int MostRows = 3000;

    private readonly EvaluationWindow _span;
    private readonly int _width;

    public CoarseSpan(EvaluationWindow span)
    {
        (_span, _width) = (span, Math.Max(1, (span.Buckets + MostBuckets - 1) / MostBuckets));
        var buckets = (span.Buckets + _width - 1) / _width;
        Window = new EvaluationWindow(span.Begin, span.Begin + (buckets * _width * span.Bucket), _width * span.Bucket);
    }

    /// <summary>In wide buckets; the last one may reach beyond the span.</summary>
    public EvaluationWindow Window { get; }

    public int Cells => _span.Buckets;

    /// <summary>Facets that may be asked for, fewer in a longer span.</summary>
    /// <param name="least">In the longest one.</param>
    /// <param name="most">In the shortest one.</param>
    public int Facets(int least, int most) => Math.Clamp(MostRows / Math.Max(1, _span.Buckets), least, most);

    public SeriesQuery Ask(string name, Nrql query) => new(name, Parts(), query);

    /// <summary>Whole buckets, and one of what is left over.</summary>
    private IEnumerable<EvaluationWindow> Parts()
    {
        var whole = _span.Begin + (_span.Buckets / _width * Window.Bucket);
        if (whole > _span.Begin)
        {
            yield return new EvaluationWindow(_span.Begin, whole, Window.Bucket);
        }

        if (whole < _span.End)
        {
            yield return new EvaluationWindow(whole, _span.End, _span.End - whole);
        }
    }

    /// <summary>The share that each cell has of its wide bucket: by the first of the weights that has any there, else all alike.</summary>
    /// <param name="weights">Each with a number for every cell, or none.</param>
    public double[] Shares(params IReadOnlyList<IReadOnlyList<double>> weights)
    {
        var shares = new double[_span.Buckets];
        for (var begin = 0; begin < shares.Length; begin += _width)
        {
            var end = Math.Min(begin + _width, shares.Length);
            var known = weights.FirstOrDefault(counts => counts.Count == shares.Length && Sum(counts, begin, end) > 0);
            for (var t = begin; t < end; t++)
            {
                shares[t] = known is null ? 1.0 / (end - begin) : known[t] / Sum(known, begin, end);
            }
        }

        return shares;
    }

    /// <summary>The wide bucket of a cell.</summary>
    public int WideOf(int cell) => cell / _width;

    public static SampleMean Share(SampleMean mean, double share) => mean with { Size = mean.Size * share };

    private static double Sum(IReadOnlyList<double> counts, int begin, int end)
    {
        var sum = 0.0;
        for (var t = begin; t < end; t++)
        {
            sum += counts[t];
        }

        return sum;
    }
}
