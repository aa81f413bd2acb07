using System.IO.Enumeration;
using GateService.Core.Evidence;
using GateService.Core.Policies;

namespace GateService.Core.Attribution;

/// <summary>
/// Signatures to suspected origins: the first rule that matches, else the call that failed in the same requests, else the service itself. A suspicion, no
/// acquittal.
/// </summary>
public sealed class Classifier
{
    private const int FewestLinks = 3;
    private const double Mostly = 0.8;
    private const int MostNames = 3;
    private const string Unnamed = "unnamed dependency";
    private const string Several = "several dependencies";

    private readonly AttributionSettings _settings;
    private readonly DateOnly _today;
    private readonly Dictionary<ErrorSignature, string?> _linked;
    private readonly Dictionary<ErrorSignature, string?> _seen;
    private readonly Dictionary<ErrorSignature, string?> _refused;
    private readonly Dictionary<ErrorSignature, LinkSplit> _split;

    /// <param name="settings">The policy's.</param>
    /// <param name="failedCalls">Failed requests and the calls that failed in them.</param>
    /// <param name="today">Decides which bypasses still hold.</param>
    public Classifier(AttributionSettings settings, IReadOnlyList<FailedCall> failedCalls, DateOnly today)
    {
        (_settings, _today) = (settings, today);
        var known = failedCalls.Where(call => !call.IsRefused).GroupBy(call => call.Signature).ToList();
        _refused = failedCalls.Where(call => call.IsRefused).GroupBy(call => call.Signature).ToDictionary(calls => calls.Key, calls => Linked(calls, 1));
        _linked = known.ToDictionary(calls => calls.Key, calls => Linked(calls, FewestLinks));
        _seen = known.ToDictionary(calls => calls.Key, calls => Linked(calls, 1));
        Apart = known.Where(calls => AreApart(calls) || LinkSplit.Leans(calls, settings.NameOf)).Select(calls => calls.Key).ToHashSet();
        _split = known.Select(calls => (calls.Key, Split: LinkSplit.Of(calls, settings.NameOf))).Where(calls => calls.Split is not null).ToDictionary(calls => calls.Key, calls => calls.Split!);
    }

    /// <summary>Some signature's errors are of several dependencies, and each slice's of others.</summary>
    internal bool IsSplit => _split.Count > 0;

    /// <summary>Classes that happened at a dependency and are the service's own all the same.</summary>
    internal IReadOnlySet<ErrorSignature> Strangers { get; init; } = new HashSet<ErrorSignature>();

    /// <summary>Classes of which no failed call of either slice was at a dependency that the other's were at, or fewer of stable's, and too few were seen of one to split them.</summary>
    internal IReadOnlySet<ErrorSignature> Apart { get; }

    /// <summary>Whether a signature's errors are of several dependencies.</summary>
    internal bool Splits(ErrorSignature signature) => _split.ContainsKey(signature);

    public Classification Of(ErrorSignature signature) => Decide(signature, _linked.GetValueOrDefault(signature), _seen.GetValueOrDefault(signature));

    /// <summary>What a slice's errors of a signature are suspected to be: one thing, or several where its failed calls say so and the other slice's say otherwise.</summary>
    /// <param name="signature">What was said of the error.</param>
    /// <param name="isCanary">Whose they are.</param>
    internal IReadOnlyList<ErrorPart> Parts(ErrorSignature signature, bool isCanary) => _split.TryGetValue(signature, out var split)
        ? split.Parts(isCanary, name => Decide(signature, name ?? Several, name))
        : [ErrorPart.Whole(Of(signature))];

    /// <param name="signature">What was said of the error.</param>
    /// <param name="dependency">The dependency whose call failed in the same request; null where none is known to have.</param>
    public Classification Of(ErrorSignature signature, string? dependency) => Decide(signature, dependency is null ? null : _settings.NameOf(dependency), null);

    /// <summary>A rare class of a dependency, of which hardly a request was traced, belongs to the account of its commoner ones: the rule says that it is one, so few calls may say which.</summary>
    private Classification Decide(ErrorSignature signature, string? linked, string? seen)
    {
        var rule = _settings.Signatures.FirstOrDefault(rule => !rule.IsExpired(_today) && Matches(rule, signature, linked));
        if (Strangers.Contains(signature))
        {
            return new Classification(SignatureOrigin.Own, linked ?? rule?.Named ?? seen, null);
        }

        if (rule is null)
        {
            return linked is null ? new Classification(SignatureOrigin.Own, null, null) : new Classification(SignatureOrigin.Dependency, linked, null);
        }

        return rule.Origin switch
        {
            SignatureOrigin.Dependency => new Classification(SignatureOrigin.Dependency, linked ?? rule.Named ?? seen ?? _refused.GetValueOrDefault(signature) ?? Unnamed, rule),
            SignatureOrigin.Own or SignatureOrigin.Client or SignatureOrigin.Platform or SignatureOrigin.Bypass => new Classification(rule.Origin, null, rule),
        };
    }

    /// <summary>
    /// The dependency that nearly all of these requests failed at, or the two or three; a longer list names nobody. Nearly all of each slice's: one that the canary alone fails at must not hide behind what stable,
    /// which has more requests, fails at.
    /// </summary>
    private string? Linked(IEnumerable<FailedCall> of, int fewest)
    {
        var calls = of.ToList();
        var byName = calls.GroupBy(call => _settings.NameOf(call.Dependency)).OrderByDescending(named => named.Count()).ThenBy(named => named.Key, StringComparer.Ordinal).ToList();
        var all = byName.Sum(named => named.Count());
        for (var most = 1; most <= MostNames && most <= byName.Count && all >= fewest; most++)
        {
            var named = byName.Take(most).SelectMany(one => one).ToList();
            if (named.Count >= Mostly * all && new bool?[] { true, false }.All(isCanary => Covers(named, isCanary)))
            {
                return string.Join(" or ", byName.Take(most).Select(one => one.Key).Order(StringComparer.Ordinal));
            }
        }

        return all >= fewest ? Several : null;

        bool Covers(List<FailedCall> named, bool? isCanary) => (calls.Count(call => call.IsCanary == isCanary), named.Count(call => call.IsCanary == isCanary)) is var (slice, told)
            && (slice == 0 || told > 0) && (slice - told < FewestLinks || told >= Mostly * slice);
    }

    private bool AreApart(IEnumerable<FailedCall> of)
    {
        var (canary, stable) = (NamesOf(true), NamesOf(false));
        return canary.Count > 0 && stable.Count > 0 && Math.Max(canary.Count, stable.Count) >= FewestLinks && !canary.Intersect(stable, StringComparer.Ordinal).Any();

        // A dependency's pods have addresses of their own, and which of them a slice talks to is chance.
        List<string> NamesOf(bool isCanary) => [.. of.Where(call => call.IsCanary == isCanary).Select(call => _settings.NameOf(call.Dependency) is var name && DependencyName.IsAddress(name) ? "" : name)];
    }

    /// <summary>Whether an error meets a rule, as far as that goes by class, status and message.</summary>
    public static bool Matches(SignatureRule rule, string? type, string? status, string? message) => Any(rule.Types, type) && Any(rule.Messages, message) && Any(rule.Statuses, status);

    private static bool Matches(SignatureRule rule, ErrorSignature signature, string? dependency) =>
        Any(rule.Types, signature.Type) && (rule.Messages.Count == 0 || signature.Rule == rule.Name || Any(rule.Messages, signature.Message)) && Any(rule.Statuses, signature.Status) && Any(rule.Flags, signature.Flag) && Any(rule.Dependencies, dependency);

    private static bool Any(IReadOnlyList<string> patterns, string? text) =>
        patterns.Count == 0 || (text is not null && patterns.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, text)));
}
