using System.Globalization;
using System.Text;
using GateService.Core.Policies;
using GateService.Core.Verdicts;
using GateService.Core.Words;

namespace GateService.Doctor;

/// <summary>
/// A service's file made from what is there: the policy that is meant for its telemetry, and beside it only what this service needs otherwise. Limits are loosened to what stable
/// itself keeps, for times alone: errors that are usual are still errors.
/// </summary>
internal static class PolicyProposal
{
    /// <summary>How far over its own quantile a limit stands that stable must keep.</summary>
    private const double Room = 1.5;

    private const double Step = 0.05;

    /// <summary>The file's text.</summary>
    /// <param name="facts">What is there.</param>
    /// <param name="chosen">By which kind it is judged.</param>
    /// <param name="tried">What the policy meant for that kind makes of stable; null where nothing could be asked.</param>
    public static string Of(CheckupFacts facts, KindSighting chosen, GateEvaluation? tried)
    {
        var (request, policy) = (facts.Request, chosen.Candidate.Policy);
        var yaml = new StringBuilder();
        yaml.Append(CultureInfo.InvariantCulture, $"# Proposed by the gate's doctor from what New Relic held of it between {request.From.UtcDateTime:yyyy-MM-dd HH:mm} and {request.To.UtcDateTime:HH:mm} UTC:\n");
        yaml.Append(CultureInfo.InvariantCulture, $"# {Quantity.Count(chosen.Requests)} requests by {chosen.Kind}, sent by {string.Join(" and ", CheckupSteps.Senders(facts).DefaultIfEmpty("an agent nobody can tell"))}.\n");
        yaml.Append("kind: service\n").Append("name: ").Append(Scalar(request.Service)).Append('\n');
        if (request.Team is { } team && facts.Catalog.Teams.Contains(team))
        {
            yaml.Append("team: ").Append(Scalar(team)).Append('\n');
        }

        yaml.Append("policy: ").Append(policy.Name).Append('\n');
        var overrides = Overrides(facts, chosen, policy, tried).ToList();
        if (overrides.Count > 0)
        {
            yaml.Append("overrides:\n");
            overrides.ForEach(line => yaml.Append("  ").Append(line).Append('\n'));
        }

        return yaml.ToString();
    }

    private static IEnumerable<string> Overrides(CheckupFacts facts, KindSighting chosen, GatePolicy policy, GateEvaluation? tried)
    {
        if (!chosen.Candidate.IsMeant)
        {
            yield return $"telemetry: {{kind: {chosen.Kind}}}";
        }

        var objectives = Objectives(chosen, policy, tried).ToList();
        if (objectives.Count > 0)
        {
            yield return "objectives:";
            foreach (var line in objectives)
            {
                yield return $"  {line}";
            }
        }
    }

    private static IEnumerable<string> Objectives(KindSighting chosen, GatePolicy policy, GateEvaluation? tried)
    {
        if (chosen.IsTimeless)
        {
            foreach (var ofTime in policy.Objectives.Where(objective => objective is ApdexObjective or LatencyObjective))
            {
                yield return "# No request tells how long it took.";
                yield return $"{ofTime.Name}: null";
            }

            yield break;
        }

        foreach (var finding in tried?.Findings ?? [])
        {
            // In preflight stable is judged; at a step it stands beside the canary.
            var own = finding.StableValue ?? (finding.Slice == Core.Requests.Slice.Stable ? finding.Value : null);
            var objective = policy.Objectives.FirstOrDefault(known => known.Name == finding.Objective);
            if (own is not { } value || objective is not { Limit: { } limit })
            {
                continue;
            }

            if (objective is LatencyObjective && value > limit.Entries.Min(entry => entry.Value))
            {
                yield return $"# {Quantity.Say(value, finding.Unit)} is usual here.";
                yield return $"{objective.Name}: {{atMost: {Milliseconds(value)}ms}}";
            }
            else if (objective is ApdexObjective && value < limit.Entries.Max(entry => entry.Value))
            {
                yield return $"# {Quantity.Say(value, finding.Unit)} is usual here.";
                yield return string.Create(CultureInfo.InvariantCulture, $"{objective.Name}: {{atLeast: {Math.Max(0.05, Math.Floor((value - Step) / Step) * Step):0.00}}}");
            }
        }
    }

    private static long Milliseconds(double seconds) => (long)(Math.Ceiling(seconds * Room / Step) * Step * 1000);

    /// <summary>A name of New Relic may hold anything; YAML takes it in quotes.</summary>
    private static string Scalar(string text) => text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.') && !char.IsAsciiDigit(text[0]) && text is not ("null" or "true" or "false" or "yes" or "no" or "on" or "off")
        ? text
        : $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
