using GateService.Core.Planning;
using GateService.Core.Policies.Telemetry;
using GateService.Core.Words;

namespace GateService.Core.Trials;

/// <summary>
/// Nothing of either slice reported for three minutes and more, and three times as long as between any two minutes before: both are down alike, telemetry is late or lost, or nobody asks any more. It cannot be told
/// which, so it is said; and where chance does not explain it, by the gamma mixture of <see cref="Silences"/> over what both served in the minutes before, the rollout is held: what is missing is never a pass.
/// </summary>
/// <param name="Since">End of the last bucket with anything in it.</param>
/// <param name="Length">From there to the end of what is known.</param>
/// <param name="Expected">Requests that both would have had at the rate of the minutes before.</param>
/// <param name="Explained">So long none at all may come by chance; 30 days where that is not known.</param>
/// <param name="IsOfBoth">Two slices served before.</param>
public sealed record Quiet(DateTimeOffset Since, TimeSpan Length, double Expected, TimeSpan Explained, bool IsOfBoth)
{
    private const double StandardErrors = 2;

    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(3), Before = TimeSpan.FromMinutes(5), Longest = TimeSpan.FromDays(30);

    /// <summary>Chance has no part in it.</summary>
    public bool IsPlain => Length >= Explained;

    /// <summary>For people.</summary>
    public string Said => $"{(IsOfBoth ? "neither slice reported anything" : "nothing was reported")} since {Since:HH:mm}Z, {Durations.Say(Length)}";

    /// <summary>Null where somebody serves, or hardly anybody ever did.</summary>
    /// <param name="plan">What was asked.</param>
    /// <param name="traffic">What was served.</param>
    /// <param name="alpha">Chance that a service that is up is called quiet.</param>
    public static Quiet? Of(EvidencePlan plan, SliceTraffic traffic, double alpha)
    {
        var (judged, control, bucket) = (traffic.Counts.Judged, traffic.Counts.Control, plan.Span.Bucket);
        var isOfBoth = plan.Control is not null && control.Count == judged.Count && control.Any(known => known.Exposure > 0);
        var served = judged.Select((known, t) => known.Exposure + (isOfBoth ? control[t].Exposure : 0)).ToList();
        var busy = served.Index().Where(known => known.Item > 0).Select(known => known.Index).ToList();
        var missing = busy.Count == 0 ? 0 : served.Count - 1 - busy[^1];
        var pause = busy.Zip(busy.Skip(1), (one, next) => next - one).DefaultIfEmpty(1).Max();
        if (missing * bucket < Shortest || missing < 3 * pause)
        {
            return null;
        }

        // The bucket in which it began is cut, and says nothing of how much is usual.
        var usual = served.Take(busy[^1]).TakeLast((int)Math.Ceiling(Before / bucket)).DefaultIfEmpty(served[busy[^1]]).ToList();
        var (mean, cluster) = (usual.Average(), Silences.Cluster(traffic.Counts with { Judged = [.. judged.Take(busy[^1])], Control = [.. control.Take(busy[^1])] }));
        var certain = Math.Max(0, mean - (StandardErrors * Math.Sqrt(cluster * mean / usual.Count)));
        var explained = certain > 0 && !IsOfMessages(plan) ? Math.Min(Longest / bucket, Silences.Chance(cluster, served.Count, alpha) / certain) * bucket : Longest;
        return new Quiet(judged[busy[^1]].Begin + bucket, missing * bucket, mean * missing, explained, isOfBoth);
    }

    /// <summary>Work that a queue deals out: that there is none is as good as any news.</summary>
    internal static bool IsOfMessages(EvidencePlan plan) => plan.Telemetry.Kind is ApmBackground.Name or OtelConsumers.Name;
}
