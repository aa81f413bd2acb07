using GateService.Core.Evidence;
using GateService.Evidence;

namespace GateService.Tests.Evidence;

/// <summary>What the canary's pods tell of its denials, where both slices' query does not.</summary>
public sealed class PodDenialsTests
{
    [Fact]
    public void They_add_up_and_what_no_pod_tells_is_a_denial() => Of(Slice(40), Pod(30, 4), Pod(9, 2)).ShouldBe(7);

    /// <summary>Only the busiest are asked about one by one.</summary>
    [Fact]
    public void Where_most_refusals_are_of_other_pods_nobody_knows() => Of(Slice(40), Pod(30, 4)).ShouldBeNull();

    [Fact]
    public void Pods_that_were_not_asked_for_them_tell_none() => Of(Slice(40), Pod(40, null)).ShouldBeNull();

    [Fact]
    public void A_slice_that_tells_them_itself_is_believed() => Of(Slice(40, 3), Pod(40, 5)).ShouldBe(3);

    [Fact]
    public void A_minute_without_refusals_has_none() => Of(Slice(0), Pod(0, 0)).ShouldBe(0);

    private static double? Of(SliceEvidence slice, params PodSeries[] pods) => PodDenials.Of(slice, pods).Buckets[0].Denied;

    private static SliceEvidence.Measured Slice(double refused, double? denied = null) => new(refused / 300, 300, refused, [new Bucket(DateTimeOffset.UnixEpoch, 300, refused, Denied: denied)]);

    private static PodSeries Pod(double refused, double? denied) => new("pod", [new Bucket(DateTimeOffset.UnixEpoch, 100, refused, Denied: denied)]);
}
