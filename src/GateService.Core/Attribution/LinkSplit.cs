using GateService.Core.Evidence;
using GateService.Core.Policies;
using GateService.Core.Statistics;

namespace GateService.Core.Attribution;

/// <summary>
/// The failed calls of one signature slice by slice. One class of errors may be of two dependencies, one down for both slices, another for the canary alone: where
/// the slices are shown to fail at different ones, each slice's errors are split as its own calls are. Calls are a sample, so a share is an estimate between
/// bounds, and only the time counts in which calls of both slices are known: a sample of the busier slice may reach less far back.
/// </summary>
internal sealed class LinkSplit
{
    /// <summary>Two-sided one in a thousand: an account is accused by the bound against it, and excused by the other.</summary>
    private const double Sureness = 3.29;

    /// <summary>Two-sided one in twenty of each slice.</summary>
    private const double Likelihood = 2;

    /// <summary>Of a slice's failed calls.</summary>
    private const double Notable = 0.2;

    private const int FewestLinks = 3;

    /// <summary>Dependencies that are told apart; the others are one more.</summary>
    private const int MostNames = 5;

    private const string Addresses = "bare addresses";

    private readonly IReadOnlyList<(string? Name, double Canary, double Stable)> _links;
    private readonly (DateTimeOffset From, DateTimeOffset To) _known;

    private LinkSplit(IReadOnlyList<(string? Name, double Canary, double Stable)> links, (DateTimeOffset From, DateTimeOffset To) known) => (_links, _known) = (links, known);

    /// <summary>Null where the slices are not shown to differ, or it is not known which slice failed when.</summary>
    /// <param name="calls">Failed calls of one signature.</param>
    /// <param name="nameOf">The name of a dependency.</param>
    public static LinkSplit? Of(IEnumerable<FailedCall> calls, Func<string, string> nameOf) => Counted(calls, nameOf) is { Differs: true } split ? split : null;

    /// <summary>
    /// A notable part of the canary's failed calls is at a dependency where stable has clearly fewer of its own: too little to say how many of its errors that are, and enough to excuse none of them by stable's
    /// at the other.
    /// </summary>
    /// <param name="calls">Failed calls of one signature.</param>
    /// <param name="nameOf">The name of a dependency.</param>
    public static bool Leans(IEnumerable<FailedCall> calls, Func<string, string> nameOf) => Counted(calls, nameOf) is { } split && split.Total(true) >= FewestLinks && split.Total(false) >= FewestLinks
        && split._links.Any(named => named.Name is not (null or Addresses) && named.Canary >= FewestLinks && named.Canary >= Notable * split.Total(true)
            && WilsonInterval.Of(named.Canary, split.Total(true), Likelihood).Low > WilsonInterval.Of(named.Stable, split.Total(false), Likelihood).High);

    /// <summary>Null where it is not known which slice failed when, or too few were traced.</summary>
    private static LinkSplit? Counted(IEnumerable<FailedCall> calls, Func<string, string> nameOf)
    {
        var told = calls.Where(call => call is { IsCanary: not null, At: not null }).ToList();
        var (canary, stable) = (told.Where(call => call.IsCanary == true).ToList(), told.Where(call => call.IsCanary == false).ToList());
        if (canary.Count < FewestLinks || stable.Count < FewestLinks)
        {
            return null;
        }

        // Which of a dependency's pods a slice talks to is chance: where there are several bare addresses they are not told apart.
        var addresses = told.Select(call => nameOf(call.Dependency)).Where(DependencyName.IsAddress).Distinct().Count();
        string Named(FailedCall call) => nameOf(call.Dependency) is var name && addresses > 1 && DependencyName.IsAddress(name) ? Addresses : name;
        var known = (From: Later(canary.Min(call => call.At)!.Value, stable.Min(call => call.At)!.Value), To: Earlier(canary.Max(call => call.At)!.Value, stable.Max(call => call.At)!.Value));
        var both = told.Where(call => call.At >= known.From && call.At <= known.To).GroupBy(Named)
            .Select(named => (Name: (string?)named.Key, Canary: (double)named.Count(call => call.IsCanary == true), Stable: (double)named.Count(call => call.IsCanary == false)))
            .OrderByDescending(named => named.Canary + named.Stable).ThenBy(named => named.Name, StringComparer.Ordinal).ToList();
        return new LinkSplit(
            both.Count <= MostNames ? both : [.. both.Take(MostNames), (null, both.Skip(MostNames).Sum(named => named.Canary), both.Skip(MostNames).Sum(named => named.Stable))], known);
    }

    /// <summary>The slice's errors by the dependency they failed at; null names those beyond the most frequent.</summary>
    /// <param name="isCanary">Which slice.</param>
    /// <param name="classify">What errors of a dependency are suspected to be.</param>
    public IReadOnlyList<ErrorPart> Parts(bool isCanary, Func<string?, Classification> classify) =>
    [
        .. _links.Select(named => (named.Name, Links: isCanary ? named.Canary : named.Stable)).Select(named =>
        {
            var bounds = WilsonInterval.Of(named.Links, Total(isCanary), Sureness);
            return new ErrorPart(classify(named.Name), named.Links / Total(isCanary), bounds.Low, bounds.High) { Known = _known };
        }),
    ];

    /// <summary>Of some dependency one slice has more than the other for certain.</summary>
    private bool Differs => Total(true) >= FewestLinks && Total(false) >= FewestLinks && _links.Any(named =>
    {
        var (canary, stable) = (WilsonInterval.Of(named.Canary, Total(true), Sureness), WilsonInterval.Of(named.Stable, Total(false), Sureness));
        return canary.Low > stable.High || canary.High < stable.Low;
    });

    private double Total(bool isCanary) => _links.Sum(named => isCanary ? named.Canary : named.Stable);

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
