using GateService.Core.Policies;
using GateService.Core.Policies.Reading;
using GateService.Core.Trials;
using GateService.Core.Words;
using GateService.Evidence;
using GateService.Pages.Words;

namespace GateService.Pages.Policies;

/// <summary>A policy as it judges, for people.</summary>
/// <param name="Policy">What it is called and what it is for.</param>
/// <param name="Weights">Every step weight a limit is given for, ascending, in percent.</param>
/// <param name="Applies">The one of them whose limits apply at the weight asked for; null when none was.</param>
/// <param name="Demands">What it takes to leave the step of each weight; empty where no sequential judge is.</param>
/// <param name="Harm">What harm does at each weight; empty where it fails the rollout at all of them.</param>
/// <param name="Objectives">What must hold.</param>
/// <param name="Conditions">What is judged in New Relic, as NRQL; null where the service's name cannot be said there.</param>
/// <param name="Groups">Every value with its origin.</param>
/// <param name="Files">Which files they came from, how many from each.</param>
public sealed record EffectivePolicy(
    GatePolicy Policy, IReadOnlyList<double> Weights, double? Applies, IReadOnlyList<StepDemand> Demands, IReadOnlyList<string> Harm, IReadOnlyList<ObjectiveLimits> Objectives, IReadOnlyList<JudgedCondition>? Conditions,
    IReadOnlyList<ValueGroup> Groups, IReadOnlyList<ValueFile> Files)
{
    /// <summary>What a file says of itself; it judges nothing.</summary>
    private static readonly string[] Heads = ["kind", "name", "extends", "description"];

    private static readonly string[] Nested = ["telemetry", "slices", "sequential", "objectives", "attribution"];

    internal static EffectivePolicy Of(GatePolicy policy, PolicyCatalog catalog, PolicyChoice choice)
    {
        var weight = choice.KnownWeight;
        List<double> weights = [.. policy.Objectives.SelectMany(objective => (objective.Limit?.Entries ?? []).Select(entry => entry.Key).Concat(Changes(objective.OnHarm))).Concat(Changes(policy.Attribution.OnHarm)).Distinct().Order()];
        // A limit that never changes stands at 0, where no step is.
        weights = weights is [0, _, ..] ? weights[1..] : weights;
        var values = policy.Origins.Where(origin => !Heads.Contains(origin.Path)).Select(origin => new SetValue(GroupOf(origin.Path), origin, origin.File == PolicyPosition.BuiltIn.File ? origin.File : catalog.LayerOf(origin.File))).ToList();
        return new EffectivePolicy(
            policy,
            weights,
            weight is { } asked ? weights.LastOrDefault(known => known <= asked, weights.FirstOrDefault()) : null,
            policy.Objectives.Any(objective => objective.Judge.Needs.Budget) ? [.. weights.Select(known => policy.Sequential.PromoteOn.At(known))] : [],
            HarmOf(policy, weights),
            [.. policy.Objectives.Select(objective => ObjectiveLimits.Of(objective, weights, values))],
            JudgedConditions.Of(policy, choice.Service, choice.Cluster),
            [.. values.GroupBy(value => value.Group).OrderBy(group => Rank(group.Key)).Select(group => new ValueGroup(group.Key, [.. group]))],
            [.. values.GroupBy(value => (value.Layer, value.Origin.File)).Select(file => new ValueFile(file.Key.File, file.Key.Layer, file.Count())).OrderByDescending(file => file.Count)]);
    }

    /// <summary>Whatever the policy says at each weight: fails, is held, or which objectives hold it.</summary>
    private static IReadOnlyList<string> HarmOf(GatePolicy policy, List<double> weights)
    {
        List<(string Name, Consequences OnHarm)> all =
            [.. policy.Objectives.Select(objective => (objective.Name, objective.OnHarm)), .. policy.Attribution.IsEnabled && policy.Objectives.Any(objective => objective.IsAttributed) ? new[] { ("dependencies", policy.Attribution.OnHarm) } : []];
        List<List<string>> held = [.. weights.Select(weight => all.Where(known => known.OnHarm.At(weight) == Consequence.Hold).Select(known => known.Name).ToList())];
        return held.TrueForAll(names => names.Count == 0) ? []
            : [.. held.Select(names => names.Count == 0 ? "fails" : names.Count == all.Count ? "is held" : $"is held for {string.Join(", ", names)}")];
    }

    /// <summary>Weights from which on harm does something else.</summary>
    private static IEnumerable<double> Changes(Consequences onHarm) => onHarm.Entries.Count > 1 ? onHarm.Entries.Select(entry => entry.Key) : [];

    /// <summary>Values of one objective belong together, and all signatures do.</summary>
    private static string GroupOf(string path) => path.Split('.') switch
    {
        ["objectives", var name, ..] => $"objectives.{name}",
        ["attribution", "signatures", ..] => "attribution.signatures",
        [var first, ..] when Nested.Contains(first) => first,
        _ => "",
    };

    private static int Rank(string group) => group switch
    {
        "" => 0,
        _ when group.StartsWith("objectives", StringComparison.Ordinal) => 1,
        "attribution.signatures" => 3,
        _ => 2,
    };
}

/// <summary>What must hold for one objective.</summary>
/// <param name="Objective">The objective.</param>
/// <param name="Limits">One limit per weight.</param>
/// <param name="SetIn">Where the limits were set.</param>
public sealed record ObjectiveLimits(Objective Objective, IReadOnlyList<string> Limits, IReadOnlyList<SetValue> SetIn)
{
    /// <summary>How many times as bad as stable fails it, in words.</summary>
    public string Margin
    {
        get
        {
            if (Objective.Margin is { } set)
            {
                return $"{Say.Number(set)}x";
            }

            if (!Objective.Judge.Needs.Budget)
            {
                return "not compared";
            }

            var (few, many) = (Margins.Of(Objective, 0), Margins.Of(Objective, Margins.EnoughPods));
            return few.Equals(many) ? $"{Say.Number(many)}x" : $"{Say.Number(many)}x, {Say.Number(few)}x beside fewer than {Margins.EnoughPods} pods";
        }
    }

    internal static ObjectiveLimits Of(Objective objective, IReadOnlyList<double> weights, IReadOnlyList<SetValue> values)
    {
        var path = $"objectives.{objective.Name}.{(objective.Comparison == Comparison.AtMost ? "atMost" : "atLeast")}";
        return new ObjectiveLimits(
            objective,
            [.. weights.Select(weight => objective.Limit is { } limit ? Quantity.Limit(limit.At(weight), objective.Unit) : "stable")],
            [.. values.Where(value => value.Origin.Path == path || value.Origin.Path.StartsWith($"{path}.", StringComparison.Ordinal)).DistinctBy(value => (value.Origin.File, value.Origin.Line))]);
    }
}

/// <summary>One value, where it was set, and in which layer: built-in, policy, organisation, team or service.</summary>
public sealed record SetValue(string Group, PolicyValueOrigin Origin, string Layer)
{
    /// <summary>What it is called inside its group.</summary>
    public string Name => Group.Length == 0 ? Origin.Path : Origin.Path[(Group.Length + 1)..];

    /// <summary>File and line; a value that nobody set is built in.</summary>
    public string Place => Origin.Line == 0 ? Origin.File : $"{Origin.File}:{Origin.Line}";
}

/// <summary>Values that belong together.</summary>
public sealed record ValueGroup(string Name, IReadOnlyList<SetValue> Values);

/// <summary>A file, which layer it is, and how many of the effective values it set.</summary>
public sealed record ValueFile(string File, string Layer, int Count);
