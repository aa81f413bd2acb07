using GateService.Core.Evidence;
using GateService.Core.Judging.Origins;
using GateService.Core.Trials;

namespace GateService.Core.Tests.Judging;

/// <summary>Three pods of stable with 300 requests a minute each, one of which is left out; what a dependency failed of all of them is known, and of which pod not.</summary>
public sealed class LeftOfOthersTests
{
    /// <summary>Failures a minute of the ill pod and of each other, those of them that a dependency made in all, and what the others' own are then.</summary>
    [Theory]
    [InlineData(65, 11, 27, 4)] // an outage of 3 % everywhere, 2 of each other's own: as it is
    [InlineData(36, 2, 36, 4)] // the ill pod's are the dependency's, and the others' their own
    [InlineData(36, 0, 36, 0)]
    [InlineData(36, 2, 0, 4)]
    public void What_others_failed_is_spread_over_the_requests_unless_the_rest_has_not_as_many(double ill, double other, double dependency, double own)
    {
        var trial = new Trial(Weighed.ErrorRate(), Evidence(ill, other), Weighed.Context(10, weight: 25));
        var left = OnePod.Of(trial.Evidence.StablePods, trial.Context.Window.Begin, trial.Context.Window.End)!.LeftOutOf(trial);

        var others = LeftOfOthers.Of(left, [.. Enumerable.Repeat(dependency, 10)]);

        left.Evidence.Control.Buckets.Zip(others).ShouldAllBe(minute => Math.Abs(minute.First.Bad!.Value - minute.Second - own) < 1e-6);
    }

    [Fact]
    public void With_all_of_its_pods_they_are_all_of_them()
    {
        var trial = new Trial(Weighed.ErrorRate(), Evidence(36, 2), Weighed.Context(10, weight: 25));

        LeftOfOthers.Of(trial, [.. Enumerable.Repeat(7.0, 10)]).ShouldAllBe(count => count.Equals(7.0));
    }

    private static ObjectiveEvidence Evidence(double ill, double other) => Weighed.Counts(Weighed.Same(10, 2, 300, ill + (2 * other), 900)) with
    {
        StablePods = [.. new[] { ill, other, other }.Select((bad, pod) => new PodSeries($"stable-{pod}", [.. Enumerable.Range(-60, 70).Select(t => new Bucket(Weighed.Begin.AddMinutes(t), 300, t < 0 ? 0 : bad))]))],
    };
}
