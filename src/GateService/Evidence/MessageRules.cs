using GateService.Core.Attribution;
using GateService.Core.Policies;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>
/// Which of the policy's rules that look into messages an error meets, asked of New Relic as conditions: messages themselves may all be different, and what is told
/// apart by them is cut off after the most frequent ones.
/// </summary>
/// <param name="Asked">In the policy's order: the first that an error meets counts.</param>
/// <param name="Facet">Names it, or says a dash; null where no rule is asked.</param>
internal sealed record MessageRules(IReadOnlyList<SignatureRule> Asked, Nrql? Facet)
{
    private const string None = "-";

    /// <summary>As many of the rules, from the first on, as fit into a query.</summary>
    /// <param name="settings">The policy's.</param>
    /// <param name="today">Decides which bypasses still hold.</param>
    /// <param name="attributes">Attributes of class, status and message.</param>
    /// <param name="compose">The query with this facet.</param>
    public static MessageRules Of(
        AttributionSettings settings, DateOnly today, (IReadOnlyList<string> Type, IReadOnlyList<string> Status, IReadOnlyList<string> Message) attributes, Func<Nrql, Nrql> compose)
    {
        List<SignatureRule> askable = [.. settings.Signatures.Where(rule => rule is { Messages.Count: > 0, Dependencies.Count: 0, Flags.Count: 0 } && !rule.IsExpired(today) && CanBeAsked(rule))];
        for (var count = attributes.Message.Count == 0 ? 0 : askable.Count; count > 0; count--)
        {
            var facet = Nrql.Create($"{None}");
            for (var i = count - 1; i >= 0; i--)
            {
                var rule = askable[i];
                IReadOnlyList<Nrql> conditions = [Matches(attributes.Message, rule.Messages), .. Of(attributes.Type, rule.Types), .. Of(attributes.Status, rule.Statuses)];
                facet = Nrql.Create($"if({Nrql.And([.. conditions])}, {rule.Name}, {facet})");
            }

            if (compose(facet).Bytes <= Nrql.MaxBytes)
            {
                return new MessageRules(askable[..count], facet);
            }
        }

        return new MessageRules([], null);
    }

    /// <summary>The rule that New Relic would have named.</summary>
    public string? Of(string? type, string? status, string? message) => Asked.FirstOrDefault(rule => Classifier.Matches(rule, type, status, message))?.Name;

    private static IEnumerable<Nrql> Of(IReadOnlyList<string> attributes, IReadOnlyList<string> patterns) => patterns.Count == 0 ? [] : [Matches(attributes, patterns)];

    private static Nrql Matches(IReadOnlyList<string> attributes, IReadOnlyList<string> patterns) =>
        Nrql.Create($"{(attributes.Count == 1 ? Nrql.Create($"{new NrqlIdentifier(attributes[0])}") : ErrorAttributes.FirstOf(attributes))} RLIKE {NrqlRegex.AnyLike([.. patterns])}");

    private static bool CanBeAsked(SignatureRule rule) => rule.Messages.Concat(rule.Types).Concat(rule.Statuses).All(pattern => !pattern.Any(character => character == '\'' || char.IsControl(character)));
}
