using System.Text.Json.Nodes;
using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Nrql;

/// <summary><c>count</c>, <c>sum</c>, <c>average</c>, <c>min</c> and <c>max</c> of observations: a number is one, a distribution as many as it counts.</summary>
/// <param name="operand">What is observed.</param>
/// <param name="plain">The aggregate for columns without distributions, which are nearly all.</param>
/// <param name="result">The result from what was seen of both.</param>
/// <param name="countsAnything">Texts and booleans count as well.</param>
internal sealed class ObservationAggregate(Evaluator operand, Aggregate plain, Func<MomentsState, double> result, bool countsAnything = false) : Aggregate
{
    private bool _spread;

    public override void Bind(ChunkContext context)
    {
        plain.Bind(context);
        operand.Bind(context);
        _spread = SpreadState.Spreads(operand);
    }

    public override AggregateState Create() => new MomentsState();

    public override void Add(AggregateState state, int row, long timestamp)
    {
        if (!_spread || operand.Eval(row) is not { Distribution: { } told })
        {
            plain.Add(state, row, timestamp);
            return;
        }

        if (told.Count > 0)
        {
            var moments = (MomentsState)state;
            moments.Count += (long)told.Count;
            moments.Sum += told.Sum;
            moments.Min = Math.Min(moments.Min, told.Min);
            moments.Max = Math.Max(moments.Max, told.Max);
        }
    }

    public override JsonNode? Result(AggregateState state, double bucketMilliseconds) =>
        countsAnything ? JsonValue.Create(((MomentsState)state).Count) : Value.Json(result((MomentsState)state));

    public override double? Number(AggregateState state, double bucketMilliseconds) => result((MomentsState)state) is var number && double.IsFinite(number) ? number : null;
}
