using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Policies.Telemetry;
using GateService.Core.Requests;
using GateService.Core.Words;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>A condition of NRQL, and what it tells.</summary>
public sealed record JudgedCondition(string Name, string Text);

/// <summary>The conditions that a kind of telemetry, a policy's own parts of it and a request come to, for people.</summary>
internal static class JudgedConditions
{
    /// <summary>As they were asked.</summary>
    public static IReadOnlyList<JudgedCondition> Of(EvidencePlan plan) =>
    [
        .. Of(plan.Telemetry, RequestRows.Where(plan)),
        .. plan.Judged is { } judged ? [new JudgedCondition(SliceFacet.NameOf(plan.Slice), SliceConditions.Slice(judged).Text)] : Array.Empty<JudgedCondition>(),
        .. plan.Control is { } control ? [new JudgedCondition(SliceFacet.Control, SliceConditions.Slice(control).Text)] : Array.Empty<JudgedCondition>(),
    ];

    /// <summary>As they would be asked for a service; null where its name cannot be said in NRQL.</summary>
    /// <param name="policy">That judges it.</param>
    /// <param name="service">Null: a placeholder stands for it.</param>
    /// <param name="cluster">Null: nobody says.</param>
    public static IReadOnlyList<JudgedCondition>? Of(GatePolicy policy, string? service, string? cluster)
    {
        var telemetry = policy.Telemetry;
        var request = new GateRequest { Service = service ?? "{service}", Rollout = service ?? "{rollout}", Cluster = cluster };
        try
        {
            var pieces = telemetry.ServiceValue is { } value ? Placeholders.Pieces(value, request) : [request.Service];
            return Of(telemetry, Nrql.And([SliceConditions.Service(telemetry, pieces, null, cluster), .. RequestRows.Judged(telemetry)]));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static List<JudgedCondition> Of(TelemetrySource telemetry, Nrql requests)
    {
        List<JudgedCondition> conditions = [new("requests", $"FROM {new NrqlIdentifier(telemetry.EventType)} WHERE {requests}"), new("failed", telemetry.Error)];
        foreach (var (name, condition) in new[] { ("marked, though answered well", telemetry.Marked), ("refused", telemetry.Refusal), ("refused for who asks, how, or how often", telemetry.Denial), ("does not tell how it ended", telemetry.Untold) })
        {
            if (condition is not null)
            {
                conditions.Add(new JudgedCondition(name, condition));
            }
        }

        conditions.Add(new JudgedCondition("duration", telemetry.Distributions.Count > 0
            ? string.Join(", ", telemetry.Distributions.Select(metric => $"{metric.Name} in {EnumNames.Of(metric.Unit)}"))
            : $"{telemetry.DurationAttribute} in {EnumNames.Of(telemetry.DurationUnit)}{(telemetry.SpareDuration is { } spare ? $", else {spare.Attribute} in {EnumNames.Of(spare.Unit)}" : "")}"));
        if (telemetry.Calls is { } calls)
        {
            conditions.Add(new JudgedCondition("call", $"FROM Span WHERE {calls.Call}"));
            conditions.Add(new JudgedCondition("failed call", calls.FailedCall));
        }

        return conditions;
    }
}
