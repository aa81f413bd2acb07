using System.Globalization;
using GateService.Callers;
using GateService.Core.Policies;
using GateService.Core.Policies.Telemetry;
using GateService.Core.Words;

namespace GateService.Doctor;

/// <summary>Facts to sentences, in the order in which things depend on each other. Pure.</summary>
internal static class CheckupSteps
{
    public static IReadOnlyList<CheckupStep> Of(CheckupFacts facts) =>
    [
        .. Gate(facts), .. Token(facts), .. Account(facts), .. facts.AccountTrouble is null ? Held(facts) : [],
        .. facts.Chosen is { } chosen ? RequestSteps.Of(facts, chosen) : [],
    ];

    private static IEnumerable<CheckupStep> Gate(CheckupFacts facts)
    {
        yield return facts.PolicyFaults > 0
            ? new("gate", CheckupState.Gap, $"the gate answers, and judges by the last good policies: the files have {facts.PolicyFaults} faults", "mend them: GET /v1/policies names each with file and line")
            : new("gate", CheckupState.Fine, "the gate answers, and its policy files are without fault");
        if (!facts.KeepsDecisions)
        {
            yield return new("gate", CheckupState.Note, "no decision is kept (History:Enabled is false): links in answers lead nowhere, and steps are counted from when they are said to have begun");
        }
    }

    private static IEnumerable<CheckupStep> Token(CheckupFacts facts)
    {
        var roles = string.Join(", ", facts.Caller.Roles.Order().Select(EnumNames.Of));
        yield return facts.Caller.May(Role.Ask)
            ? new("token", CheckupState.Fine, $"'{facts.Caller.Name}' may ask about {facts.Request.Service} ({roles})")
            : new("token", CheckupState.Note, $"'{facts.Caller.Name}' may read and not ask ({roles}): a rollout needs a token with the role ask", "give the token that lies in the cluster the role ask (Auth:Tokens)");
    }

    private static IEnumerable<CheckupStep> Account(CheckupFacts facts)
    {
        yield return facts.AccountTrouble is { } trouble
            ? new("account", CheckupState.Wrong, $"{(facts.Account is { } asked ? $"account {asked}" : "no account")} does not answer: {trouble}", "a key belongs to a region and a user: compare NewRelic:AccountId, NewRelic:ApiKey (a user key, NRAK-…) and NewRelic:Region")
            : new("account", CheckupState.Fine, $"account {facts.Account} answers");
    }

    private static IEnumerable<CheckupStep> Held(CheckupFacts facts)
    {
        var there = facts.Sightings.Where(sighting => sighting.IsThere && !(sighting.Kind is ApmHttp.Name or ApmGrpc.Name && sighting.Kind != (facts.Agents.IsGrpc ? ApmGrpc.Name : ApmHttp.Name))).ToList();
        foreach (var unknown in facts.Sightings.Where(sighting => sighting.Trouble is not null))
        {
            yield return new("telemetry", CheckupState.Unknown, $"whether it is held as {unknown.Kind} could not be asked: {unknown.Trouble}");
        }

        if (facts.Chosen is not { } chosen)
        {
            yield return new("telemetry", facts.Sightings.Any(sighting => sighting.Trouble is not null) ? CheckupState.Unknown : CheckupState.Wrong,
                $"New Relic holds no request of {facts.Request.Service}{(facts.Request.Namespace is { } inside ? $" in {inside}" : "")} between {Time(facts.Request.From)} and {Time(facts.Request.To)}: looked for {string.Join(", ", facts.Sightings.Where(sighting => sighting.Trouble is null).Select(sighting => sighting.Kind))}",
                "name it as New Relic does (appName of an agent, service.name of OpenTelemetry, the Service behind a gateway), look at a time when it served, and check that its agent reports to this account");
            yield break;
        }

        var others = there.Where(sighting => sighting != chosen).Select(sighting => $"{sighting.Kind} ({Quantity.Count(sighting.Requests)})").ToList();
        yield return new("telemetry", CheckupState.Fine, $"{Quantity.Count(chosen.Requests)} requests are held as {chosen.Kind}{(others.Count > 0 ? $"; also as {string.Join(", ", others)}" : "")}");
        yield return facts.Policy is not { } policy
            ? new("telemetry", CheckupState.Wrong, ((PolicyResolution.Unresolved)facts.Resolution).Reason, "commit the policy proposed below")
            : facts.IsJudgedByChosen
                ? new("telemetry", CheckupState.Fine, $"policy {policy.Name} judges {chosen.Kind}")
                : facts.Sightings.FirstOrDefault(sighting => sighting.Kind == policy.Telemetry.Kind) is { Trouble: { } unanswered }
                    ? new("telemetry", CheckupState.Unknown, $"policy {policy.Name} judges {policy.Telemetry.Kind}, and whether the service is told by it could not be asked: {unanswered}", "ask again")
                : new("telemetry", there.Exists(sighting => sighting.Kind == policy.Telemetry.Kind) ? CheckupState.Gap : CheckupState.Wrong, $"policy {policy.Name} judges {policy.Telemetry.Kind}, and the service is told by {chosen.Kind}", "commit the policy proposed below");
        yield return facts.Agents.Agents.Count > 0 || chosen.Candidate.Plan.Telemetry.EventType != "Transaction"
            ? new("agents", CheckupState.Fine, $"sent by {string.Join(" and ", Senders(facts))}")
            : new("agents", CheckupState.Note, "which agent sends it cannot be told by its events");
    }

    /// <summary>Of New Relic's agents which; else what tells.</summary>
    public static IReadOnlyList<string> Senders(CheckupFacts facts) => facts.Chosen is not { } chosen ? [] : chosen.Candidate.Plan.Telemetry.EventType switch
    {
        "Transaction" => facts.Agents.Agents,
        "Log" => [chosen.Kind == NginxLog.Name ? "ingress-nginx" : "envoy"],
        _ => [chosen.Kind == IstioMetrics.Name ? "istio" : "opentelemetry"],
    };

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
}
