using GateService.Core.Evidence;
using GateService.Core.Policies;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>A few NRQL queries that answer some objectives together, and how their answers are read.</summary>
internal abstract class Question
{
    /// <summary>The objectives answered.</summary>
    public abstract IReadOnlyList<Objective> Objectives { get; }

    /// <summary>What the objectives are judged by.</summary>
    public abstract IReadOnlyList<NrqlQuery> Queries { get; }

    /// <summary>What only says more about them, asked where there is something to explain.</summary>
    public virtual IReadOnlyList<NrqlQuery> Explaining => [];

    public abstract IEnumerable<ObjectiveEvidence> Read(NrqlBatch batch);

    /// <summary>The same evidence with what only says more about it.</summary>
    /// <param name="evidence">Of one of the objectives.</param>
    /// <param name="batch">Answers to <see cref="Explaining"/>.</param>
    public virtual ObjectiveEvidence Explain(ObjectiveEvidence evidence, NrqlBatch batch) => evidence;

    /// <summary>What is not known though the objectives are answered, for people.</summary>
    public virtual IEnumerable<string> Notes(NrqlBatch batch) => [];

    /// <summary>What is not explained, for people.</summary>
    public virtual IEnumerable<string> Unexplained(NrqlBatch batch) => [];

    /// <summary>The first query that was not answered, in words for people; null when all were.</summary>
    protected string? Failure(NrqlBatch batch) => UnavailableCause.Of(batch, Queries);

    protected ObjectiveEvidence Evidence(Objective objective, SliceEvidence judged, SliceEvidence? control = null) =>
        new(objective.Name, judged, control ?? new SliceEvidence.NoData(), [.. Queries.Select(query => query.Name)]);
}
