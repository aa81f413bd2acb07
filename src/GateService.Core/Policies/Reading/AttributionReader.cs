using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using GateService.Core.Words;

namespace GateService.Core.Policies.Reading;

/// <summary>Reads the <c>attribution</c> map of a policy.</summary>
internal static partial class AttributionReader
{
    /// <summary>Rules a policy may have in all.</summary>
    private const int MostSignatures = 500;

    /// <param name="fields">Of the map; null where there is none.</param>
    /// <param name="onHarm">What harm does where the map does not say.</param>
    public static AttributionSettings Read(PolicyFields? fields, Consequences onHarm)
    {
        var defaults = new AttributionSettings { OnHarm = onHarm };
        if (fields is null)
        {
            return defaults;
        }

        var settings = new AttributionSettings
        {
            IsEnabled = fields.Value("enabled", PolicyValue.Truth, true, "true", "true or false"),
            Floor = fields.Value("floor", Share(0.1), defaults.Floor, "0.1%", "a share above 0 and at most 10%, such as 0.1%"),
            Margin = fields.Value("margin", Ratio, defaults.Margin, "1.5", "a ratio of 1 or more, such as 1.5"),
            AlibiMargin = fields.Value("alibiMargin", Ratio, defaults.AlibiMargin, "2", "a ratio of 1 or more, such as 2"),
            CallMargin = fields.Value("callMargin", Ratio, defaults.CallMargin, "1.5", "a ratio of 1 or more, such as 1.5"),
            OutageShare = fields.Value("outageShare", Share(1), defaults.OutageShare, "20%", "a share above 0 and at most 100%, such as 20%"),
            OnUncorroborated = fields.Value("onUncorroborated", EnumNames.Read<Uncorroborated>, defaults.OnUncorroborated, "fail", EnumNames.Choices<Uncorroborated>()),
            OnHarm = ConsequenceReader.Read(fields) ?? onHarm,
            Dependencies = Dependencies(fields),
            Signatures = Signatures(fields),
        };
        fields.RefuseOthers();
        return settings;
    }

    private static List<DependencySettings> Dependencies(PolicyFields fields)
    {
        var dependencies = new List<DependencySettings>();
        foreach (var (name, _) in fields.Nested("dependencies") is { } nested ? nested.Map.Entries : [])
        {
            if (name is "client" or "platform")
            {
                fields.Fault("dependencies", $"'{name}' is an account of its own: expected the name of a dependency");
            }

            else if (!IsSayable(name, "*?%"))
            {
                fields.Fault("dependencies", $"'{name}': expected a name without wildcards and control characters");
            }

            var own = fields.Nested("dependencies")!.Nested(name);
            dependencies.Add(new DependencySettings(
                name,
                own is null ? [name] : Sayable(own, "hosts", "?%", "hosts, with * for any text and no other wildcard") ?? [name],
                own?.Optional<double>("margin", Ratio, "a ratio of 1 or more, such as 1.5"),
                own is null ? [] : Sayable(own, "witnesses", "*", "names of services as they report themselves, without wildcards") ?? []));
            own?.RefuseOthers();
        }

        return dependencies;
    }

    /// <summary>Texts that New Relic can be asked about: without control characters, and without wildcards that mean something else there.</summary>
    private static IReadOnlyList<string>? Sayable(PolicyFields fields, string key, string refused, string expected)
    {
        var texts = fields.Texts(key);
        foreach (var text in (texts ?? []).Where(text => !IsSayable(text, refused)))
        {
            fields.Fault(key, $"'{text}': expected {expected}");
        }

        return texts;
    }

    /// <summary>Half of a surrogate pair is enumerated as the replacement character.</summary>
    private static bool IsSayable(string text, string refused) => text.Length > 0 && text.IndexOfAny(refused.ToCharArray()) < 0 && !text.EnumerateRunes().Any(rune =>
        rune == Rune.ReplacementChar || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    private static List<SignatureRule> Signatures(PolicyFields fields)
    {
        var rules = new List<SignatureRule>();
        foreach (var (name, node) in fields.Nested("signatures") is { } nested ? nested.Map.Entries : [])
        {
            if (!RuleName().IsMatch(name))
            {
                fields.Fault("signatures", $"'{name}': expected a name of lower-case letters, digits and dashes");
            }

            if (fields.Nested("signatures")!.Nested(name) is { } rule && Rule(name, rule, node.Position) is { } read)
            {
                rules.Add(read);
            }
        }

        if (rules.Count > MostSignatures)
        {
            fields.Fault("signatures", $"has {rules.Count} rules: expected at most {MostSignatures}");
        }

        return rules;
    }

    private static SignatureRule? Rule(string name, PolicyFields fields, PolicyPosition position)
    {
        var bypass = fields.Text("bypass");
        var origin = bypass is not null ? SignatureOrigin.Bypass : fields.Required("origin", Origin, "own, dependency, client or platform; or bypass with a reason");
        var rule = new SignatureRule
        {
            Name = name,
            Types = fields.Texts("type") ?? [],
            Messages = fields.Texts("message") ?? [],
            Statuses = fields.Texts("status") ?? [],
            Dependencies = fields.Texts("dependency") ?? [],
            Flags = fields.Texts("flag") ?? [],
            Origin = origin ?? SignatureOrigin.Own,
            Named = fields.Text("named"),
            IsContended = fields.Optional<bool>("contended", PolicyValue.Truth, "true or false") ?? false,
            Reason = bypass,
            Until = fields.Optional<DateOnly>("until", Day, "the last day it holds, such as 2026-12-31"),
            Position = position,
        };
        Check(fields, rule);
        fields.RefuseOthers();
        return origin is null ? null : rule;
    }

    private static void Check(PolicyFields fields, SignatureRule rule)
    {
        var (hasEvidence, isBypass) = (rule.Types.Count + rule.Messages.Count + rule.Dependencies.Count + rule.Flags.Count > 0, rule.Origin == SignatureOrigin.Bypass);
        if (!hasEvidence && rule.Statuses.Count == 0)
        {
            fields.Fault("origin", "matches every error: expected at least one of type, message, status, dependency and flag");
        }
        else if (!hasEvidence && rule.Origin is SignatureOrigin.Dependency or SignatureOrigin.Platform)
        {
            fields.Fault("status", "a status alone exonerates nobody, anyone can answer it: expected a type, message, dependency or flag too");
        }

        if (isBypass && fields.Has("origin"))
        {
            fields.Fault("origin", "a bypass has no origin: expected one of both");
        }

        if (isBypass && rule.Until is null && !fields.Has("until"))
        {
            fields.Fault("until", "is missing: a bypass ends, expected its last day such as 2026-12-31");
        }

        if (!isBypass && fields.Has("until"))
        {
            fields.Fault("until", "only a bypass ends");
        }

        if (rule.Named is not null && rule.Origin != SignatureOrigin.Dependency)
        {
            fields.Fault("named", "only errors of a dependency take its name");
        }

        if (rule.IsContended && rule.Origin != SignatureOrigin.Dependency)
        {
            fields.Fault("contended", "only at a dependency do requests of both slices wait for each other");
        }
    }

    private static SignatureOrigin? Origin(string text) => EnumNames.Read<SignatureOrigin>(text) is { } origin and not SignatureOrigin.Bypass ? origin : null;

    private static DateOnly? Day(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static double? Ratio(string text) => PolicyValue.Number(text) is >= 1 and <= 1000 and { } ratio ? ratio : null;

    private static Func<string, double?> Share(double most) => text => PolicyValue.Number(text) is > 0 and { } share && share <= most ? share : null;

    [GeneratedRegex(@"^[a-z][a-z0-9-]{0,62}\z")]
    private static partial Regex RuleName();
}
