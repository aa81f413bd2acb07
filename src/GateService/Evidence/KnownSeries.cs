using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using GateService.History;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>
/// A query of which the beginning may be known: rows of closed buckets, in blocks, from an earlier answer to the same question. Asked is the rest. What is known has no
/// gap: behind a block that is missing everything is asked anew, so that one query is never more than one.
/// </summary>
internal sealed class KnownSeries
{
    /// <summary>Buckets of a block, which begin at multiples of it: another window, attempt or replica meets the same blocks.</summary>
    public const int BlockBuckets = 20;

    /// <summary>How rows are written: those of another way are never met, and go when their time is over.</summary>
    private const int Format = 2;

    private readonly NrqlQuery _query;
    private readonly NrqlSeries _series;
    private readonly List<NrqlRow> _rows = [];
    private readonly HashSet<string> _facets = new(StringComparer.Ordinal);
    private readonly DateTimeOffset _from;

    /// <param name="query">With a series.</param>
    /// <param name="question">Its hash.</param>
    /// <param name="blocks">All that is kept of it, unreadable ones left out.</param>
    public KnownSeries(NrqlQuery query, string question, IEnumerable<RowBlock> blocks)
    {
        (_query, _series, Question, _from) = (query, query.Series!, question, query.Series!.Since);
        foreach (var block in blocks.OrderBy(block => block.Begins).ThenBy(block => block.Ends))
        {
            var (begins, ends) = (DateTimeOffset.FromUnixTimeMilliseconds(block.Begins), DateTimeOffset.FromUnixTimeMilliseconds(block.Ends));
            if (begins <= _from && ends > _from && IsOfTheSeries(begins, ends))
            {
                var until = ends < _series.Until ? ends : _series.Until;
                var from = _from;
                _rows.AddRange(NrqlRow.ReadPart(block.Rows).Where(row => _series.Bucket is null || (row.BeginTime >= from && row.BeginTime < until)));
                _from = until;
            }
        }

        if (_series.MostFacets is null)
        {
            return;
        }

        _facets.UnionWith(Facets(_rows));
        if (IsFull(_facets.Count))
        {
            // Which of so many are shown depends on all of the time.
            (_from, IsWholeAnew) = (_series.Since, true);
            _rows.Clear();
            _facets.Clear();
        }
    }

    public string Question { get; }

    /// <summary>As it is called in its batch.</summary>
    public string Name => _query.Name;

    /// <summary>What is not known; null where everything is.</summary>
    public NrqlQuery? Asked => _from >= _series.Until ? null
        : _from == _series.Since ? _query
        : new NrqlQuery(_query.Name, _series with { Since = _from }) { Account = _query.Account, Async = _query.Async };

    /// <summary>Facets are so many that nothing of it is kept.</summary>
    private bool IsWholeAnew { get; }

    /// <summary>All that a question says but for its time, in short.</summary>
    /// <param name="place">Where the data lie.</param>
    /// <param name="series">The question.</param>
    public static string HashOf(string place, NrqlSeries series)
    {
        var grain = series.Bucket is { } bucket
            ? string.Create(CultureInfo.InvariantCulture, $"{bucket.Ticks} {series.Since.UtcTicks % bucket.Ticks}")
            : string.Create(CultureInfo.InvariantCulture, $"{series.Since.UtcTicks} {series.Until.UtcTicks}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Format}\n{place}\n{grain}\n{series.Body.Text}")).AsSpan(0, 16));
    }

    /// <summary>More facets together than one answer shows: the answer to the whole would leave some out, and must be asked.</summary>
    public bool IsCut(NrqlResult fresh) => _rows.Count > 0 && _series.MostFacets is not null && IsFull(_facets.Union(Facets(fresh.Rows), StringComparer.Ordinal).Count());

    /// <summary>What New Relic would have answered to the whole.</summary>
    /// <param name="fresh">The answer to what was asked; null where nothing was.</param>
    public NrqlResult Whole(NrqlResult? fresh) => fresh?.Behind(_rows) ?? NrqlResult.OfRows(_rows);

    /// <summary>What of an answer changes no more.</summary>
    /// <param name="fresh">The answer to what was asked.</param>
    /// <param name="closed">Up to when late events change nothing.</param>
    public IReadOnlyList<RowBlock> Closed(NrqlResult fresh, DateTimeOffset closed)
    {
        var pieces = Pieces(closed).ToList();
        if (pieces.Count == 0 || IsWholeAnew || fresh.Metadata.Messages.Count > 0 || !fresh.Rows.All(IsExpected) || (_series.MostFacets is not null && IsFull(Facets(fresh.Rows).Count())))
        {
            return [];
        }

        return
        [
            .. pieces.Select(piece => new RowBlock(
                Question, piece.Begin.ToUnixTimeMilliseconds(), piece.End.ToUnixTimeMilliseconds(),
                NrqlResult.Part(_series.Bucket is null ? fresh.Rows : fresh.Rows.Where(row => row.BeginTime >= piece.Begin && row.BeginTime < piece.End)))),
        ];
    }

    private static IEnumerable<string> Facets(IEnumerable<NrqlRow> rows) => rows.Select(row => string.Join('\n', row.Facets)).Distinct(StringComparer.Ordinal);

    private bool IsFull(int facets) => facets >= _series.MostFacets;

    private bool IsOfTheSeries(DateTimeOffset begins, DateTimeOffset ends) => _series.Bucket is not null || (begins == _series.Since && ends == _series.Until);

    /// <summary>In a bucket of what was asked; New Relic could lay buckets otherwise.</summary>
    private bool IsExpected(NrqlRow row) => _series.Bucket is not { } bucket
        || (row.BeginTime is { } begin && begin >= _from && begin < _series.Until && (begin - _series.Since).Ticks % bucket.Ticks == 0);

    private IEnumerable<(DateTimeOffset Begin, DateTimeOffset End)> Pieces(DateTimeOffset closed)
    {
        for (var begin = _from; begin < _series.Until;)
        {
            var end = EndOfBlock(begin) is var next && next < _series.Until ? next : _series.Until;
            if (end > closed)
            {
                yield break;
            }

            yield return (begin, end);
            begin = end;
        }
    }

    private DateTimeOffset EndOfBlock(DateTimeOffset begin)
    {
        if (_series.Bucket is not { } bucket)
        {
            return _series.Until;
        }

        var (block, phase) = (BlockBuckets * bucket.Ticks, _series.Since.UtcTicks % bucket.Ticks);
        return new DateTimeOffset(((((begin.UtcTicks - phase) / block) + 1) * block) + phase, TimeSpan.Zero);
    }
}
