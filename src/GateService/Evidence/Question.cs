using GateService.Core.Evidence;
using GateService.Core.Policies;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>A few NRQL queries that answer some objectives together, and how their answers are read.</summary>
internal abstract class Question
{
    /// <summary>The objectives answered.</summary>
    public abstract IReadOnlyList<Objective> Objectives { get; }

    public abstract IReadOnlyList<NrqlQuery> Queries { get; }

    public abstract IEnumerable<ObjectiveEvidence> Read(NrqlBatch batch);

    /// <summary>What the answers are read from, whoever asks.</summary>
    protected virtual IEnumerable<NrqlQuery> Sources => Queries;

    /// <summary>What is not known though the objectives are answered, for people.</summary>
    public virtual IEnumerable<string> Notes(NrqlBatch batch) => [];

    /// <summary>The first query that was not answered, in words for people; null when all were.</summary>
    protected string? Failure(NrqlBatch batch) => UnavailableCause.Of(batch, Queries);

    protected ObjectiveEvidence Evidence(Objective objective, SliceEvidence judged, SliceEvidence? control = null) =>
        new(objective.Name, judged, control ?? new SliceEvidence.NoData(), [.. Sources.Select(query => query.Name)]);
}
