using GateService.Core.Policies;
using GateService.Core.Policies.Telemetry;
using GateService.Core.Words;

namespace GateService.Doctor;

/// <summary>What the service's requests tell, to sentences: whose they are, how they ended, how long they took, and what is left out. Pure.</summary>
internal static class RequestSteps
{
    private const double Much = 0.1;
    private const double Little = 0.02;

    public static IEnumerable<CheckupStep> Of(CheckupFacts facts, KindSighting chosen) =>
        [Pods(facts, chosen), Requests(facts, chosen), Times(chosen), Errors(facts, chosen), Dependencies(facts, chosen), Completeness(facts, chosen), .. Others(facts, chosen)];

    private static CheckupStep Pods(CheckupFacts facts, KindSighting chosen)
    {
        var (details, versions, telemetry) = (facts.Details, facts.Versions, chosen.Candidate.Plan.Telemetry);
        var clusters = details.Clusters.Count switch { 0 => details.Unanswered.ContainsKey(DetailQuestion.Clusters) ? "; in which clusters could not be asked" : "", 1 => $", in cluster {details.Clusters[0].Name}", _ => $", in clusters {string.Join(", ", details.Clusters.Select(cluster => cluster.Name))}" };
        if (!telemetry.SeesPods)
        {
            return new("pods", CheckupState.Note, $"a gateway knows backends and no pods{(details.Pods.Count > 0 ? $": {string.Join(", ", details.Pods.Take(3).Select(pod => pod.Name))}" : "")}", "slices are told by the Services of canary and stable: they need names of their own");
        }

        if (Unknown("pods", "from which pods the requests come", details, DetailQuestion.Pods) is { } unknown)
        {
            return unknown;
        }

        var unnamed = 1 - (details.Pods.Sum(pod => pod.Count) / chosen.Requests);
        if (details.Pods.Count == 0)
        {
            return new("pods", CheckupState.Wrong, $"no request carries {string.Join(" or ", telemetry.PodAttributes)}: canary and stable cannot be told apart", "send the pod's name (New Relic's k8s-metadata-injection, or k8sattributes of the collector)");
        }

        if (versions.Stable is null)
        {
            return new("pods", CheckupState.Wrong, $"no pod is named {facts.Request.Rollout}-<hash>-xxxxx: requests come from {string.Join(", ", details.Pods.Take(3).Select(pod => pod.Name))}",
                versions.Others is [var other, ..] ? $"ask for the rollout '{other}'" : "name the rollout as Argo does, or tell slices by label or attribute (slices.by)");
        }

        if (details.Clusters.Count > 1 && facts.Request.Cluster is null)
        {
            return new("pods", CheckupState.Gap, $"pods of {facts.Request.Rollout} serve in {details.Clusters.Count} clusters ({string.Join(", ", details.Clusters.Select(cluster => cluster.Name))}), and their requests count together", "say the cluster in each request (the chart's gate.cluster)");
        }

        return unnamed > Much
            ? new("pods", CheckupState.Gap, $"{Share(unnamed)} of the requests carry no pod's name and count for nobody{clusters}", "send it with every request (New Relic's k8s-metadata-injection, or k8sattributes of the collector)")
            : new("pods", CheckupState.Fine, $"{details.Pods.Count} pods of {facts.Request.Rollout}, {(versions.Canary is { } canary ? $"versions {versions.Stable} and {canary}" : $"version {versions.Stable}")}{clusters}");
    }

    private static CheckupStep Requests(CheckupFacts facts, KindSighting chosen)
    {
        var telemetry = chosen.Candidate.Plan.Telemetry;
        var statuses = facts.Details.Statuses.Count > 0 ? $"statuses {string.Join(", ", facts.Details.Statuses.Take(5).Select(status => status.Name))}" : "no statuses, only marks of error";
        return chosen.IsBlind
            ? new("statuses", CheckupState.Gap, $"{Share(chosen.Untold / chosen.Requests)} of the requests do not tell how they ended: no error among them proves that there was none",
                telemetry.EventType == "Transaction" ? "let an interceptor add the code as the custom attribute grpc.statusCode (gRPC under New Relic's .NET and Ruby agents), or judge spans of OpenTelemetry" : $"send one of {string.Join(", ", telemetry.StatusAttributes)} with every request")
            : Unknown("statuses", "with which statuses requests end", facts.Details, DetailQuestion.Statuses) ?? new("statuses", CheckupState.Fine, statuses);
    }

    private static CheckupStep Times(KindSighting chosen)
    {
        var names = string.Join(" or ", chosen.Candidate.Plan.Telemetry.DurationAttributes);
        return chosen.IsTimeless ? new("durations", CheckupState.Gap, $"no request carries {names}: neither Apdex nor latency can be judged", "send it, or say where it is (telemetry.durationAttribute and durationUnit); the policy proposed judges none")
            : chosen.Timed < (1 - Much) * chosen.Requests ? new("durations", CheckupState.Gap, $"{Share(1 - (chosen.Timed / chosen.Requests))} of the requests carry no {names}", "send it with every request")
            : new("durations", CheckupState.Fine, $"every request tells how long it took ({names})");
    }

    private static CheckupStep Errors(CheckupFacts facts, KindSighting chosen) => facts.Details switch
    {
        var details when Unknown("errors", "how many requests failed", details, DetailQuestion.Errors) is { } unknown => unknown,
        { Errors: <= 0 } => new("errors", CheckupState.Note, "none failed in this time, so how errors are named is not known"),
        { Classes: [var first, ..] } details => new("errors", CheckupState.Fine, $"{Quantity.Count(details.Errors)} failed ({Share(details.Errors / chosen.Requests)}), named such as {first.Name}"),
        var details when Unknown("errors", $"how the errors of {Quantity.Count(details.Errors)} failed requests are named", details, DetailQuestion.Classes, DetailQuestion.ClassesBeside) is { } unknown => unknown,
        var details => new("errors", CheckupState.Gap, $"{Quantity.Count(details.Errors)} failed, and nothing names the class of their errors: whose they are is told by calls alone", chosen.Candidate.Plan.Telemetry.ClassAttributes is { Count: > 0 } names ? $"send one of {string.Join(", ", names)}" : null),
    };

    private static CheckupStep Dependencies(CheckupFacts facts, KindSighting chosen) => chosen.Candidate.Plan.Telemetry.Calls is null
        ? new("dependencies", CheckupState.Gap, $"{chosen.Kind} tells nothing of calls to others: errors of a dependency are held, and not excused", "where the service has traces or an agent too, judge those")
        : facts.Details.Dependencies.Count > 0
            ? new("dependencies", CheckupState.Fine, $"calls {string.Join(", ", facts.Details.Dependencies.Take(5).Select(known => known.Name))}")
            : Unknown("dependencies", "whom it calls", facts.Details, DetailQuestion.Dependencies) ?? new("dependencies", CheckupState.Note, "no call to others is seen: either it calls nobody, or its traces are not kept");

    private static CheckupStep Completeness(CheckupFacts facts, KindSighting chosen)
    {
        var (details, request) = (facts.Details, facts.Request);
        if (chosen.IsTailSampled)
        {
            return new("completeness", CheckupState.Wrong, "these spans were kept by a tail sampler, which prefers errors and slow traces: no share of them is a rate", "send the metrics of the server too (telemetry: {kind: otel-metrics})");
        }

        if (details.Timeslices is { } all && details.WithProbes is { } events && all > 0 && events < (1 - Much) * all)
        {
            return new("completeness", CheckupState.Note, $"the agent leaves out {Share(1 - (events / all))} of its events (its cap of events a minute): shares hold, and traffic is counted by timeslices");
        }

        var policy = facts.Policy;
        return request.IsNow && details.Latest is { } latest && policy is not null && request.To - latest > policy.IngestDelay
            ? new("completeness", CheckupState.Gap, $"the newest request in New Relic is {Durations.Say(Whole(request.To - latest))} old, and policy {policy.Name} waits {Durations.Say(policy.IngestDelay)}: either nobody asks the service now, or its telemetry comes late", Late(request.To - latest))
            : Unknown("completeness", "whether requests are left out or late", details, DetailQuestion.Timeslices, DetailQuestion.Probes, DetailQuestion.Delay) ?? new("completeness", CheckupState.Fine, details.Timeslices > 0 ? "as many events as the agent's own count" : "nothing says that requests are left out");
    }

    /// <summary>One look cannot tell a quiet service from telemetry that is late, so nothing is proposed for it.</summary>
    private static string Late(TimeSpan late) => "examine it while requests come"
        + (late < GatePolicy.LongestIngestDelay ? $"; if the newest is as old then, let its policy wait (ingestDelay: {Durations.Say(TimeSpan.FromMinutes(Math.Ceiling(late.TotalMinutes)))})" : $"; no policy waits longer than {Durations.Say(GatePolicy.LongestIngestDelay)}");

    private static IEnumerable<CheckupStep> Others(CheckupFacts facts, KindSighting chosen)
    {
        if (facts.Agents.Background > 0 && chosen.Kind != ApmBackground.Name)
        {
            yield return new("background", CheckupState.Note, $"{Quantity.Count(facts.Agents.Background)} transactions are background work of the same process, and are left out");
        }

        if (facts.Details.WithProbes - chosen.Requests is { } probes && probes > Little * chosen.Requests)
        {
            yield return new("probes", CheckupState.Note, $"{Quantity.Count(probes)} requests are probes, and are left out");
        }

        if (facts.Details.KubernetesPods > 0)
        {
            yield return new("kubernetes", CheckupState.Note, $"the Kubernetes integration sees {Quantity.Count(facts.Details.KubernetesPods)} pods of {facts.Request.Rollout}: podsReady and podRestarts can be judged (policy http-kubernetes)");
        }
    }

    /// <summary>What could not be asked is not absent; null where New Relic answered all of these questions.</summary>
    private static CheckupStep? Unknown(string step, string what, Details details, params ReadOnlySpan<string> questions)
    {
        foreach (var question in questions)
        {
            if (details.Unanswered.TryGetValue(question, out var cause))
            {
                return new CheckupStep(step, CheckupState.Unknown, $"{what} could not be asked: {cause}", "ask again");
            }
        }

        return null;
    }

    private static TimeSpan Whole(TimeSpan span) => TimeSpan.FromSeconds(Math.Ceiling(span.TotalSeconds));

    private static string Share(double share) => Quantity.Say(share, Unit.Share);
}
