using GateService.Core.Evidence;
using GateService.Core.Policies;

namespace GateService.Core.Attribution;

/// <summary>The errors that are suspected to come from one dependency, from clients or from the platform, bucket by bucket in both slices.</summary>
/// <param name="Name">The dependency, <c>client</c> or <c>platform</c>.</param>
/// <param name="Origin">Which of these.</param>
/// <param name="Canary">As many buckets as the span has.</param>
/// <param name="Stable">The same buckets.</param>
/// <param name="Classes">What they were, most frequent first.</param>
public sealed record Account(
    string Name, SignatureOrigin Origin, IReadOnlyList<ErrorCount> Canary, IReadOnlyList<ErrorCount> Stable, IReadOnlyList<ErrorClass> Classes)
{
    /// <summary>Index of the first bucket in which either slice had one.</summary>
    public int FirstSight => Canary.Zip(Stable).Index().First(both => both.Item.First.Failures + both.Item.Second.Failures > 0).Index;

    /// <summary>Most of stable's are of something that requests of both slices wait for: locks, connections.</summary>
    public bool IsContended => Classes.Sum(known => known.Stable) is > 0 and var all && 2 * Classes.Where(known => known.Classification.Rule is { IsContended: true }).Sum(known => known.Stable) >= all;

    /// <summary>Those alone that users got as a 5xx, and not what an agent marks though it was answered well.</summary>
    public Account Answered => this with { Canary = [.. Canary.Select(ByStatus)], Stable = [.. Stable.Select(ByStatus)] };

    private static ErrorCount ByStatus(ErrorCount count) => new(count.Errors, count.Errors);
}
