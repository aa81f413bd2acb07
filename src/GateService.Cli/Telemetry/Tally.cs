using NewRelic.Api;

namespace GateService.Cli.Telemetry;

/// <summary>Numbers that New Relic gave, by scope and column; asked in as few queries as they fit into.</summary>
internal sealed class Tally
{
    private const int MostColumns = 20;

    private readonly Dictionary<(Scope Scope, Column Column), double> _numbers = [];

    private Tally()
    {
    }

    /// <summary>0 where New Relic has nothing to count or to measure.</summary>
    public double this[Scope scope, Column column] => _numbers.GetValueOrDefault((scope, column));

    public static async Task<Tally> AskAsync(IEnumerable<(Scope Scope, Column Column)> wanted, SeenAccount account, CancellationToken ct)
    {
        var tally = new Tally();
        var asked = wanted.Distinct().GroupBy(one => one.Scope, one => one.Column)
            .SelectMany(scope => scope.Chunk(MostColumns).Select(columns => (Scope: scope.Key, Columns: columns))).Index()
            .ToDictionary(part => $"q{part.Index}", part => part.Item);
        var answers = await account.AskAsync([.. asked.Select(part => new NrqlQuery(part.Key, Query(part.Value.Scope, part.Value.Columns, account.Since)))], ct);
        foreach (var (name, (scope, columns)) in asked)
        {
            foreach (var (index, column) in columns.Index())
            {
                tally._numbers[(scope, column)] = answers[name].Rows is [var row, ..]
                    ? (column.Percentile is { } percentile ? row.Percentile($"c{index}", percentile) : row.Number($"c{index}")) ?? 0
                    : 0;
            }
        }

        return tally;
    }

    private static Nrql Query(Scope scope, Column[] columns, TimeSpan since) => Nrql.Create(
        $"SELECT {Nrql.List(columns.Select((column, index) => Nrql.Create($"{column.Nrql} AS {new NrqlIdentifier($"c{index}")}")))} FROM {new NrqlIdentifier(scope.EventType)}{scope.Where} SINCE {since} AGO");
}
