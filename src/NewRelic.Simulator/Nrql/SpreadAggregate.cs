using System.Globalization;
using System.Text.Json.Nodes;
using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Nrql;

/// <summary>The pieces of all distributions seen, beside what the aggregate over numbers saw.</summary>
internal sealed class SpreadState(AggregateState plain) : AggregateState
{
    public AggregateState Plain { get; } = plain;

    public List<DistributionPiece> Pieces { get; } = [];

    /// <summary>Whether the chunk's column holds distributions; an expression over attributes never does.</summary>
    public static bool Spreads(Evaluator operand) => operand is AttributeEvaluator { Column.HoldsDistributions: true };

    public override void Merge(AggregateState other)
    {
        Plain.Merge(((SpreadState)other).Plain);
        Pieces.AddRange(((SpreadState)other).Pieces);
    }
}

/// <summary>
/// <c>percentile</c>, <c>median</c> and <c>cdfPercentage</c>, of numbers exact, of distributions by linear interpolation inside each piece.
/// A timeslice has no spread: null.
/// </summary>
internal sealed class SpreadAggregate : Aggregate
{
    private readonly Evaluator _operand;
    private readonly Aggregate _plain;
    private readonly IReadOnlyList<double> _thresholds;
    private readonly Func<IReadOnlyList<DistributionPiece>, double, double> _value;
    private readonly bool _alwaysPieces;
    private bool _spread;

    private SpreadAggregate(Evaluator operand, Aggregate plain, IReadOnlyList<double> thresholds, Func<IReadOnlyList<DistributionPiece>, double, double> value, bool alwaysPieces) =>
        (_operand, _plain, _thresholds, _value, _alwaysPieces) = (operand, plain, thresholds, value, alwaysPieces);

    public static SpreadAggregate Percentiles(Evaluator operand, Aggregate plain, IReadOnlyList<double> percentiles) => new(operand, plain, percentiles, Spread.Percentile, alwaysPieces: false);

    /// <summary>0 to 100: how much of it is no larger than each threshold.</summary>
    public static SpreadAggregate Shares(Evaluator operand, IReadOnlyList<double> thresholds) => new(operand, new CountAggregate(operand), thresholds, Spread.Share, alwaysPieces: true);

    public override void Bind(ChunkContext context)
    {
        _plain.Bind(context);
        _operand.Bind(context);
        _spread = _alwaysPieces || SpreadState.Spreads(_operand);
    }

    public override AggregateState Create() => new SpreadState(_plain.Create());

    public override void Add(AggregateState state, int row, long timestamp)
    {
        var seen = (SpreadState)state;
        if (!_spread)
        {
            _plain.Add(seen.Plain, row, timestamp);
            return;
        }

        var value = _operand.Eval(row);
        if (value.Distribution is { } told)
        {
            seen.Pieces.AddRange(told.Pieces);
        }
        else if (value.Kind == ValueKind.Number)
        {
            seen.Pieces.Add(new DistributionPiece(value.Number, value.Number, 1));
        }
    }

    public override JsonNode? Result(AggregateState state, double bucketMilliseconds)
    {
        var seen = (SpreadState)state;
        if (seen.Pieces.Count == 0 && !_alwaysPieces)
        {
            return _plain.Result(seen.Plain, bucketMilliseconds);
        }

        var pieces = seen.Plain is NumbersState numbers ? [.. seen.Pieces, .. numbers.Numbers.Select(number => new DistributionPiece(number, number, 1))] : seen.Pieces;
        return new JsonObject(_thresholds.Select(threshold => KeyValuePair.Create(threshold.ToString("R", CultureInfo.InvariantCulture), Value.Json(_value(pieces, threshold)))));
    }
}
