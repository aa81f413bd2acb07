using GateService.Core.Evidence;
using GateService.Core.Planning;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>All that may be asked for one plan: first what its objectives are judged by, then, where there is something to explain, what explains it.</summary>
internal sealed class Inquiry
{
    private readonly IReadOnlyList<Question> _questions;
    private readonly IReadOnlyList<ObjectiveEvidence> _unaskable;
    private readonly TimesliceQuery? _timeslices;
    private readonly ErrorQuestion? _errors;
    private readonly List<RequestQuestion> _requests;

    public Inquiry(EvidencePlan plan, StableQuantiles stable)
    {
        _timeslices = TimesliceQuery.Of(plan);
        _errors = plan is { Attribution: not null, Judged: not null } ? new ErrorQuestion(plan) : null;
        (_questions, _unaskable) = QuestionPlanner.Ask(plan, stable, _timeslices, _errors?.Names);
        _requests = [.. _questions.OfType<RequestQuestion>()];
        First = [.. _questions.SelectMany(question => question.Queries)];
        if (First.Count > 0)
        {
            First = [.. First, .. _timeslices?.Queries ?? []];
        }
    }

    /// <summary>What the objectives are judged by.</summary>
    public IReadOnlyList<NrqlQuery> First { get; }

    /// <summary>What explains it.</summary>
    public IReadOnlyList<NrqlQuery> Explaining(OpenQuestions open, bool mayBeExpected) =>
    [
        .. Explained(open).SelectMany(question => question.Explaining),
        .. open.Errors ? _errors?.Queries ?? [] : [],
        .. open.Errors && mayBeExpected ? _requests.SelectMany(question => question.WasExpected?.Queries ?? []) : [],
    ];

    /// <summary>Whether there may be anything to ask besides. What it is, is put into words when it is asked.</summary>
    public bool HasMore => _errors is not null || _requests.Exists(question => question.WasExpected is not null) || _questions.Any(question => question.Explaining.Count > 0);

    /// <summary>All there is where nothing can be asked.</summary>
    public GateEvidence Nothing => new() { Objectives = _unaskable, Queries = [] };

    /// <summary>Answers to what was asked first.</summary>
    public GateEvidence Read(NrqlBatch batch) => new()
    {
        Objectives = [.. _questions.SelectMany(question => question.Read(batch)), .. _unaskable],
        Symptoms = SymptomsOf(batch),
        Timeslices = _timeslices?.Read(batch),
        Queries = [.. First.Select(query => Record(query, batch))],
        Posts = batch.Posts,
        Notes = [.. _questions.SelectMany(question => question.Notes(batch)), .. _timeslices?.Notes(batch) ?? [], .. Messages.Of(First, batch)],
    };

    /// <summary>The same with what explains it.</summary>
    /// <param name="first">Read already.</param>
    /// <param name="open">What was asked for.</param>
    /// <param name="batch">Answers to that.</param>
    /// <param name="counts">What was answered first, where it must be read once more, because only now it is known what was expected; else null.</param>
    public GateEvidence Explain(GateEvidence first, OpenQuestions open, NrqlBatch batch, NrqlBatch? counts)
    {
        var asked = Explaining(open, counts is not null);
        var all = counts?.With(batch);
        var objectives = all is null ? first.Objectives : [.. _questions.SelectMany(question => question is RequestQuestion requests ? requests.Read(all, isExpectedKnown: true) : question.Read(all)), .. _unaskable];
        var explained = Explained(open).ToList();
        if (explained.Count > 0)
        {
            objectives = [.. objectives.Select(evidence => explained.Find(question => question.Objectives.Any(objective => objective.Name == evidence.Objective))?.Explain(evidence, batch) ?? evidence)];
        }

        return first with
        {
            Objectives = objectives,
            Errors = open.Errors ? _errors?.Read(batch, objectives) : null,
            Queries = [.. first.Queries, .. asked.Select(query => Record(query, batch))],
            Posts = first.Posts + batch.Posts,
            Notes =
            [
                .. first.Notes,
                .. explained.SelectMany(question => question.Unexplained(batch)),
                .. open.Errors ? _errors?.Notes(batch) ?? [] : [],
                .. all is null ? [] : _requests.SelectMany(question => question.WasExpected?.Notes(all) ?? []),
                .. Messages.Of(asked, batch),
            ],
        };
    }

    public static QueryRecord Record(NrqlQuery query, NrqlBatch batch) => batch[query.Name] is NrqlOutcome.Failed { Error: var error }
        ? new(query.Name, query.Nrql.Text, error.ToString(), QueryTroubles.Of(error.Kind))
        : new(query.Name, query.Nrql.Text, QueryRecord.Answered);

    private IEnumerable<Question> Explained(OpenQuestions open) => _questions.Where(question => question.Explaining.Count > 0 && (question is PodQuestion ? open.Restarts : open.Lines));

    private Symptoms? SymptomsOf(NrqlBatch batch) => _requests.Count == 0 ? null : new Symptoms(Failed(batch, isControl: false), Failed(batch, isControl: true))
    {
        MayBeExpected = _requests.Exists(question => question.MayBeExpected(batch)),
        JudgedMeans = _requests.Select(question => question.Means(batch, isControl: false)).FirstOrDefault(means => means is not null),
        ControlMeans = _requests.Select(question => question.Means(batch, isControl: true)).FirstOrDefault(means => means is not null),
    };

    private IReadOnlyList<double> Failed(NrqlBatch batch, bool isControl) => _requests.Select(question => question.Failed(batch, isControl)).FirstOrDefault(cells => cells.Count > 0) ?? [];
}
