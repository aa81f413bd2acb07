using System.Collections.Frozen;
using System.Diagnostics;
using GateService.Core.Attribution;
using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Judging;
using GateService.Core.Judging.Origins;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Trials;
using GateService.Core.Verdicts;
using GateService.Core.Words;

namespace GateService.Core;

/// <summary>One evaluation from request to verdict: doubt, plan, gather, judge. Only gathering does I/O.</summary>
public sealed class GateEvaluator
{
    private readonly FrozenDictionary<string, IJudge> _judges;

    /// <exception cref="ArgumentException">Two judges have the same name.</exception>
    public GateEvaluator(IEnumerable<IJudge> judges) => _judges = judges.ToFrozenDictionary(judge => judge.Choice.Name, StringComparer.Ordinal);

    public async Task<GateEvaluation> EvaluateAsync(
        GateRequest request, PolicyResolution resolution, EvaluationMoment moment, IEvidenceSource source, TimeSpan budget, CancellationToken ct)
    {
        var byVersion = resolution is PolicyResolution.Resolved { Policy.Slices: { By: SliceBy.Attribute } };
        if (RequestDoubt.Of(request, byVersion) is { } doubt)
        {
            return Inconclusive(request, null, doubt);
        }

        if (resolution is not PolicyResolution.Resolved { Policy: var policy })
        {
            return Inconclusive(request, null, ((PolicyResolution.Unresolved)resolution).Reason);
        }

        if (SliceDoubt.Of(request, policy) is { } same)
        {
            return Inconclusive(request, policy, same);
        }

        var window = WindowPlanner.Plan(request, policy, moment);
        if (window is not WindowPlan.Planned planned)
        {
            return Inconclusive(request, policy, ((WindowPlan.TooEarly)window).Reason);
        }

        var begun = Stopwatch.GetTimestamp();
        var looks = new List<GateEvaluation>();
        var (plan, evidence) = await AskAsync(request, policy, moment, EvidencePlanner.Plan(request, policy, planned), Open, source, budget, ct).ConfigureAwait(false);

        // What the first look found stands where nothing was asked after it.
        var evaluation = looks.Find(look => ReferenceEquals(look.Plan, plan) && ReferenceEquals(look.Evidence!.Queries, evidence.Queries)) is { } stands
            ? stands with { Evidence = stands.Evidence! with { Posts = evidence.Posts } }
            : Judge(request, policy, plan, evidence);
        return ColdStart.MayExplain(plan, policy, evaluation.Findings)
            ? Judge(request, policy, plan, await source.TellPodsApartAsync(plan, evidence, Left(budget, begun), ct).ConfigureAwait(false))
            : evaluation;

        OpenQuestions Open(EvidencePlan asked, GateEvidence first)
        {
            var hearing = Hearing.Of(request, policy, asked, first);
            var look = Judge(hearing);
            looks.Add(look);
            return Unexplained.Of(asked, hearing.Evidence, hearing.Docket, look.Findings, JudgeOf);
        }
    }

    private static TimeSpan Left(TimeSpan budget, long begun) => budget - Stopwatch.GetElapsedTime(begun) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    /// <summary>
    /// All that is asked for every evaluation. Where the answer shows that part of it is of an earlier attempt of the same version, it is asked
    /// again from the begin of this one, within the same budget: values over a window cannot be cut.
    /// </summary>
    private static async Task<(EvidencePlan Plan, GateEvidence Evidence)> AskAsync(
        GateRequest request, GatePolicy policy, EvaluationMoment moment, EvidencePlan plan, Func<EvidencePlan, GateEvidence, OpenQuestions> open, IEvidenceSource source, TimeSpan budget, CancellationToken ct)
    {
        var begun = Stopwatch.GetTimestamp();
        var evidence = await source.GatherAsync(plan, first => open(plan, first), budget, ct).ConfigureAwait(false);
        if (LaterAttempt.Of(request, policy, plan, evidence) is not { } attempt || !await attempt.IsQuietAsync(moment, ct).ConfigureAwait(false)
            || WindowPlanner.Plan(request with { RolloutStartedAt = attempt.Begin }, policy, moment) is not WindowPlan.Planned planned)
        {
            return (plan, evidence);
        }

        var again = EvidencePlanner.Plan(request, policy, planned);
        again = again with { Warnings = [.. again.Warnings, attempt.Note] };
        var since = await source.GatherAsync(again, first => open(again, first), Left(budget, begun), ct).ConfigureAwait(false);
        return (again, since with { Posts = evidence.Posts + since.Posts });
    }

    /// <summary>Judges evidence already gathered; the same arguments give the same evaluation, bit for bit.</summary>
    public GateEvaluation Judge(GateRequest request, GatePolicy policy, EvidencePlan plan, GateEvidence evidence) => Judge(Hearing.Of(request, policy, plan, evidence));

    /// <summary>What evidence of the objectives leaves to be explained under a policy: what would be asked next, before anybody knows whose the errors are.</summary>
    public OpenQuestions OpenTo(GateRequest request, GatePolicy policy, EvidencePlan plan, GateEvidence evidence)
    {
        var hearing = Hearing.Of(request, policy, plan, evidence with { Errors = null });
        return Unexplained.Of(plan, hearing.Evidence, hearing.Docket, Judge(hearing).Findings, JudgeOf);
    }

    /// <summary>Whether the canary's pods would be asked for one by one after this.</summary>
    public static bool AsksForPods(GateEvaluation evaluation) => evaluation is { Plan: { } plan, Policy: { } policy } && ColdStart.MayExplain(plan, policy, evaluation.Findings);

    private GateEvaluation Judge(Hearing hearing)
    {
        var (request, policy, plan, clusters, whole, traffic, ratio, context, objectives, laid) = hearing;
        var heard = Hear(whole);
        var (docket, attribution) = (heard.Docket, heard.Attribution);
        var second = ColdStart.Of(heard, whole, Hear);
        var quiet = traffic is null ? null : Quiet.Of(plan, traffic, context.AlphaPerWeight);
        List<Finding> findings =
        [
            .. DeadCanary.Of(second.Findings, docket, second.Attribution),
            .. new[] { OfTraffic(), StableFinding.Of(docket, attribution) ?? OfLostStable() }.OfType<Finding>(),
        ];
        attribution = second.Attribution;
        findings = findings.ConvertAll(Score.Settled);
        findings = findings.ConvertAll(finding => HeldHarm.Of(finding, policy, plan.Weight));
        var verdict = VerdictRule.Of(findings);
        return new GateEvaluation
        {
            Request = request,
            Verdict = verdict,
            Score = findings.Min(finding => finding.Score) ?? 0,
            Summary = Summary.Of(verdict, findings, plan.Window, plan.Weight, whole.Queries),
            Findings = findings,
            Policy = policy,
            Window = plan.Window,
            Plan = plan,
            Evidence = whole,
            Attribution = attribution,
            Warnings =
            [
                .. plan.Warnings,
                .. Unaccompanied.Note(request, traffic) is { } alone ? [alone] : Array.Empty<string>(),
                .. clusters.Warnings,
                .. hearing.Pastless.Select(name => $"{name} is not judged: nothing of stable serves beside the canary, and what stable refused before is not known"),
                .. ratio is { IsFar: true } ? [$"{ratio.Said}: the router does not follow the weight, or one slice's pods are not recognised"] : Array.Empty<string>(),
                .. traffic?.Counts.Note is { } counted ? [counted] : Array.Empty<string>(),
                .. quiet is { IsPlain: false } ? [$"{quiet.Said}: what is said rests on what was before"] : Array.Empty<string>(),
                .. docket.Trials.Zip(findings, (trial, finding) => LogReason.Note(finding, trial)).OfType<string>(),
                .. docket.Trials.Zip(findings, (trial, finding) => RefusedInstead.Note(finding, trial)).OfType<string>(),
                .. second.Notes,
                .. docket.Trials.Select(UsualFailures.Note).OfType<string>(),
                .. docket.Trials.Zip(findings, (trial, finding) => UsualSlowness.Note(trial, finding.IsBeyond) ?? LongTail.Note(trial, finding.IsBeyond)).OfType<string>(),
                .. attribution?.Notes ?? [],
                .. whole.Notes,
                .. whole.Errors is { Unavailable: { } cause } ? [$"errors could not be told apart by origin, and all count as the service's own: {cause}"] : Array.Empty<string>(),
            ],
        };

        Finding? OfLostStable() => traffic is null || policy.JudgesOnlyAgainstStable ? null : LostStableFinding.Of(
            traffic, traffic.StableSilences(plan, policy.Sequential.WarmUp, context.AlphaPerWeight),
            Shortfall.OfStable(plan, SliceTraffic.OfRequests(plan, whole), policy.Sequential.WarmUp, policy.Sequential.Shortfall), context);

        Finding? OfTraffic() => (quiet is { IsPlain: true } ? QuietFinding.Of(traffic!, quiet, context) : null)
            ?? (traffic is null ? null : TrafficFinding.Of(traffic, traffic.Silences(plan, policy.Sequential.WarmUp, context.AlphaPerWeight), context))
            ?? (SliceTraffic.OfRequests(plan, whole) is { } requests ? ShortfallFinding.Of(requests, Shortfall.Of(plan, requests, policy.Sequential.WarmUp, policy.Sequential.Shortfall), context) : null);

        Consideration Hear(GateEvidence known)
        {
            var trials = ReferenceEquals(known, whole) ? laid : Docket.Of(objectives, known, context);
            var time = KnownTime.Of(policy, known.Errors, trials.Requests, known.Symptoms);
            var booked = ErrorAttribution.Book(policy, known.Errors, trials.Requests, time, trials.Failures);
            return new Consideration(trials, booked, Find(trials, booked, known.Errors, time, policy.Attribution));
        }
    }

    /// <summary>One for each objective, errors without what is booked elsewhere; and one for what is.</summary>
    private List<Finding> Find(Docket docket, ErrorAttribution? attribution, ErrorEvidence? errors, KnownTime time, AttributionSettings settings)
    {
        var findings = docket.Trials.Select(trial => Sight.Of(JudgeOf(trial.Objective), MaskedByPod.Of(OfOne(trial), trial, OfOne), trial)).ToList();
        if (attribution is not null && DependencyFinding.Of(attribution, settings, [.. docket.Trials.Where(trial => trial.Objective.IsAttributed)]) is { } dependencies)
        {
            findings.Add(docket.Requests is { } requests ? MovedTrouble.Of(dependencies, requests, OtherName.What(dependencies, attribution)) : dependencies);
        }

        return attribution is null ? findings : OtherName.Of(findings, docket.Trials, attribution, JudgeOf);

        Finding OfOne(Trial trial) => attribution is not null && trial.Objective.IsAttributed
            ? MovedTrouble.Of(OwnFinding.Of(JudgeOf(trial.Objective), trial, attribution, settings.OnUncorroborated), trial)
            : OfReadings(MovedTrouble.Of(TimeReason.Of(LogReason.Of(NewErrorLines.Of(UnknownOrigin.Of(RefusedInstead.Of(JudgeOf(trial.Objective).Judge(trial), trial, docket, JudgeOf(trial.Objective)), trial, errors, settings), trial), trial), trial, time), trial), trial, docket);
    }

    /// <summary>What the readings of a gauge and the events of a KPI alone do not say: that they ended, that pods come and go, that stable's restart too.</summary>
    private static Finding OfReadings(Finding finding, Trial trial, Docket docket) => SilentKpi.Of(SilentGauge.Of(SharedRestarts.Of(Restless.Of(finding, trial, docket), trial), trial), trial);

    /// <summary>An evaluation that never came to judging; the reason is the whole of it.</summary>
    public static GateEvaluation Inconclusive(GateRequest request, GatePolicy? policy, string reason) => new()
    {
        Request = request,
        Verdict = Verdict.Inconclusive,
        Score = 0,
        Summary = OneLine.Of(reason, Summary.Longest),
        Policy = policy,
    };

    private IJudge JudgeOf(Objective objective) => _judges.TryGetValue(objective.Judge.Name, out var judge) ? judge : new AbsentJudge(objective.Judge);
}
