using GateService.Core.Findings;
using GateService.Core.Requests;
using GateService.Core.Verdicts;
using GateService.Wire;

namespace GateService.Notifications;

/// <summary>Which events a decision is, and what is said of it. Pure: what was before comes in as arguments.</summary>
internal static class Announcing
{
    /// <param name="evaluation">The decision.</param>
    /// <param name="before">Verdict of the decision before about the same service; null for its first.</param>
    /// <param name="allWell">Whether nothing else of the rollout fails or is held.</param>
    /// <param name="wasTold">Whether the channel heard of this step failing or being held.</param>
    public static IEnumerable<AnnouncedEvent> EventsOf(GateEvaluation evaluation, Verdict? before, bool allWell, bool wasTold)
    {
        yield return AnnouncedEvent.Decided;
        var step = evaluation.Request.Mode == GateMode.Step;
        switch (evaluation.Verdict)
        {
            case Verdict.Fail when before != Verdict.Fail:
                yield return AnnouncedEvent.Failed;
                break;
            case Verdict.Inconclusive when step && !IsTooEarly(evaluation):
                yield return AnnouncedEvent.Held;
                break;
            case Verdict.Pass when step && allWell && evaluation.Request.StepWeight >= 100:
                yield return AnnouncedEvent.Completed;
                break;
            case Verdict.Pass when step && allWell && wasTold:
                yield return AnnouncedEvent.Recovered;
                break;
        }
    }

    /// <summary>The same for every channel; the event is filled in later.</summary>
    public static Announcement Of(GateEvaluation evaluation, EvaluateResponse response, DateTimeOffset at, string? changed, Uri baseUrl)
    {
        var request = evaluation.Request;
        List<ObjectiveResponse> objectives = [.. TellingOrder.Sorted(evaluation.Findings).Select(EvaluateResponses.Objective).Select(Short)];
        return new Announcement
        {
            Event = AnnouncedEvent.Decided,
            Decision = response.Decision!.Id,
            At = at,
            Team = request.Team ?? "",
            Service = request.Service,
            Cluster = request.Cluster ?? "",
            Namespace = request.Namespace ?? "",
            Rollout = request.Rollout,
            CanaryHash = request.CanaryHash ?? "",
            StableHash = request.StableHash ?? "",
            Mode = request.Mode,
            StepIndex = request.StepIndex,
            Weight = request.StepWeight,
            Verdict = response.Verdict,
            Score = response.Score,
            Summary = response.Summary,
            Policy = response.Policy?.Name ?? "",
            Revision = response.Policy?.Revision ?? "",
            Objectives = objectives,
            InSummary = [.. evaluation.Findings.Where(finding => finding.Outcome != FindingOutcome.Met && Summary.Says(evaluation.Summary, finding.Reason)).Select(finding => finding.Objective)],
            Window = response.Evidence?.Window,
            Queries = response.Evidence?.Queries ?? [],
            Fault = WhoseFault.Of(evaluation),
            Changed = changed,
            Change = evaluation.WhatChanged(),
            Commands = RolloutCommands.Of(request, response.Verdict),
            Links = Links.Of(baseUrl, request, response.Decision!.Id, response.Evidence, objectives.FirstOrDefault()),
        };
    }

    /// <summary>Nothing is planned until a bucket is complete: that holds nobody, the next measurement knows more.</summary>
    private static bool IsTooEarly(GateEvaluation evaluation) => evaluation is { Policy: not null, Window: null };

    private static ObjectiveResponse Short(ObjectiveResponse objective) =>
        objective.Judgement is { } judgement ? objective with { Judgement = judgement with { Trajectory = [] } } : objective;
}
