using GateService.Core.Policies;
using GateService.History;

namespace GateService.Pages.Charts;

/// <summary>Whose the canary's failed requests were, decision by decision: shares of all since the rollout began.</summary>
/// <param name="Parts">From the bottom up: the service's own, then others by size.</param>
/// <param name="Rows">What the table holds, oldest first: failed requests of each part.</param>
/// <param name="Failed">Failed requests of the canary at the last decision.</param>
public sealed record AttributionChart(IReadOnlyList<AttributionPart> Parts, IReadOnlyList<AttributionRow> Rows, double Failed)
{
    public const int Top = 18;
    public const int Bottom = 128;

    /// <summary>More colours nobody tells apart.</summary>
    private const int MostParts = 6;

    private const string Others = "others";

    /// <summary>Null where the canary had no errors that were told apart.</summary>
    internal static AttributionChart? Of(IReadOnlyList<RolloutDecision> decisions, ChartFrame frame, int drawn, int tabled)
    {
        var known = decisions.Where(decision => decision.Gist.Accounts?.Count > 0).ToList();
        if (known.Count == 0)
        {
            return null;
        }

        var names = Names(known);
        var all = known.Select(decision => (Decision: decision, X: frame.At(decision.Moment), Counts: Counts(decision.Gist.Accounts!, names))).ToList();
        IReadOnlyList<(RolloutDecision Decision, double X, double[] Counts)> Thin(int most) => Thinning.Of(all, most, (_, _) => true, one => one.Counts.Sum());
        var shown = Thin(drawn);
        var edges = Edges([.. shown.Select(one => one.X)]);
        return new AttributionChart(
            [.. names.Select((name, part) => new AttributionPart(Title(name), part, Bars(part, shown, edges), shown[^1].Counts[part]))],
            [.. Thin(tabled).Select(one => new AttributionRow(one.Decision.Entry, one.Counts))],
            shown[^1].Counts.Sum());
    }

    private static List<(SignatureOrigin? Kind, string Name)> Names(IReadOnlyList<RolloutDecision> known)
    {
        var names = known.SelectMany(decision => decision.Gist.Accounts!).GroupBy(share => ((SignatureOrigin?)share.Kind, share.Name))
            .OrderBy(part => part.Key.Item1 == SignatureOrigin.Own ? 0 : 1).ThenByDescending(part => part.Max(share => share.Canary)).ThenBy(part => part.Key.Name, StringComparer.Ordinal).Select(part => part.Key).ToList();
        return names.Count <= MostParts ? names : [.. names.Take(MostParts - 1), (null, Others)];
    }

    private static double[] Counts(IReadOnlyList<AccountShare> shares, List<(SignatureOrigin? Kind, string Name)> names)
    {
        var counts = new double[names.Count];
        foreach (var share in shares)
        {
            var part = names.IndexOf((share.Kind, share.Name));
            counts[part < 0 ? names.Count - 1 : part] += share.Canary;
        }

        return counts;
    }

    private static string Title((SignatureOrigin? Kind, string Name) part) => part.Kind switch
    {
        SignatureOrigin.Own => "own code",
        SignatureOrigin.Client => "clients",
        SignatureOrigin.Bypass => "bypassed",
        SignatureOrigin.Dependency or SignatureOrigin.Platform or null => part.Name,
    };

    /// <summary>A bar reaches half way to its neighbours, and is never thinner than can be seen.</summary>
    private static List<(double From, double To)> Edges(IReadOnlyList<double> xs) =>
    [
        .. xs.Select((x, index) => (
            index == 0 ? Math.Max(ChartFrame.Left, x - 6) : (xs[index - 1] + x) / 2,
            index == xs.Count - 1 ? Math.Min(ChartFrame.Right + 6, x + 6) : (x + xs[index + 1]) / 2)),
    ];

    private static string Bars(int part, IReadOnlyList<(RolloutDecision Decision, double X, double[] Counts)> shown, List<(double From, double To)> edges)
    {
        var scale = new ChartScale(0, 1, Bottom, Top);
        return string.Concat(shown.Zip(edges).Where(bar => bar.First.Counts[part] > 0).Select(bar =>
        {
            var (counts, (from, to)) = (bar.First.Counts, bar.Second);
            var below = counts.Take(part).Sum() / counts.Sum();
            return $"M{SvgPath.Number(from)} {SvgPath.Number(scale.At(below))}V{SvgPath.Number(scale.At(below + (counts[part] / counts.Sum())))}H{SvgPath.Number(to)}V{SvgPath.Number(scale.At(below))}Z";
        }));
    }
}

/// <summary>One part of all failed requests.</summary>
/// <param name="Title">Own code, a dependency's name, clients, platform, bypassed or others.</param>
/// <param name="Colour">Number of its colour, from 0.</param>
/// <param name="Path">Its bars.</param>
/// <param name="Canary">Failed requests at the last decision.</param>
public sealed record AttributionPart(string Title, int Colour, string Path, double Canary);

/// <summary>Failed requests of each part at one decision.</summary>
public sealed record AttributionRow(DecisionEntry Decision, IReadOnlyList<double> Counts);
