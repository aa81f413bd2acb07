namespace NewRelic.Api;

/// <summary>One question of a batch.</summary>
/// <param name="Name">Unique in its batch; finds the outcome again.</param>
/// <param name="Nrql">The query.</param>
/// <param name="Async">Lets the query outlive the synchronous limit: its progress is polled within the caller's budget.</param>
public sealed record NrqlQuery(string Name, Nrql Nrql, bool Async = false)
{
    /// <summary>What is asked over its own time.</summary>
    /// <param name="name">Unique in its batch.</param>
    /// <param name="series">May be asked in parts.</param>
    public NrqlQuery(string name, NrqlSeries series)
        : this(name, series.Text) => Series = series;

    /// <summary>The query apart from its time; null where it cannot be asked in parts.</summary>
    public NrqlSeries? Series { get; }

    /// <summary>Name of a configured account it is asked in; null is the batch's.</summary>
    public string? Account { get; init; }

    /// <summary>Short enough for New Relic.</summary>
    public bool Fits => Nrql.Bytes <= Nrql.MaxBytes;
}
