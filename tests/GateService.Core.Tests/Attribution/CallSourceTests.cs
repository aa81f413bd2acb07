using GateService.Core.Attribution;
using GateService.Core.Evidence;
using GateService.Core.Policies;
using GateService.Core.Statistics;

namespace GateService.Core.Tests.Attribution;

/// <summary>How often a dependency is called, and which telemetry says so: traces by name where there are enough of them, else the agent's counters.</summary>
public sealed class CallSourceTests
{
    private static readonly AttributionSettings Settings = new();

    [Fact]
    public void Traces_count_calls_out_of_traced_requests_bucket_by_bucket() =>
        Of("payments-api", Traced(30, 30), [0, 1]).ShouldBe([Pair((45, 30), (120, 30)), Pair((45, 30), (120, 30))]);

    [Theory]
    [InlineData(25, 25, true)]
    [InlineData(25, 24.9, false)]
    [InlineData(24.9, 25, false)]
    public void Fifty_traced_requests_of_each_slice_are_enough(double canary, double stable, bool isTraced) =>
        (Of("payments-api", Traced(canary, stable), [0, 1])[0].Canary.SumOfSquares is null).ShouldBe(isTraced);

    [Fact]
    public void Counters_count_calls_of_all_requests_and_how_they_are_spread()
    {
        // Σc² = (n - 1) sd² + n mean².
        CallSource.Counted(Counted(), isDatastore: false, [0]).ShouldBe([new CallPair(new CallCount(600, 300, (299 * 9) + (300 * 4)), new CallCount(5700, 5700, (5699 * 0.25) + 5700))]);
        CallSource.Counted(Counted(), isDatastore: true, [0]).ShouldBe([new CallPair(new CallCount(1500, 300, 300 * 25), new CallCount(0.5 * 5700, 5700, 5700 * 0.25))]);
    }

    [Fact]
    public void A_single_request_has_no_spread_and_none_has_no_calls()
    {
        var one = new ErrorEvidence { CanaryTimes = [default(RequestTimes) with { ExternalCalls = new SampleMean(1, 3, 7) }], StableTimes = [default] };

        CallSource.Counted(one, isDatastore: false, [0]).ShouldBe([new CallPair(new CallCount(3, 1, 9), new CallCount(0, 0, 0))]);
        CallSource.Counted(one with { CanaryTimes = [default] }, isDatastore: false, [0]).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    [InlineData(1, 1)]
    public void Buckets_that_either_slice_has_no_counters_for_tell_nothing(int canary, int stable)
    {
        var times = Counted().CanaryTimes[0];
        var evidence = new ErrorEvidence { CanaryTimes = [.. Enumerable.Repeat(times, canary)], StableTimes = [.. Enumerable.Repeat(times, stable)] };

        CallSource.Counted(evidence, isDatastore: false, [0]).Count.ShouldBe(1);
        CallSource.Counted(evidence, isDatastore: false, [0, 1]).ShouldBeEmpty();
        Of("payments-api", Traced(90, 90) with { CanaryTimes = [.. Enumerable.Repeat(times with { Traced = 90 }, canary)], StableTimes = [.. Enumerable.Repeat(times with { Traced = 90 }, stable)] }, [0, 1]).ShouldBeEmpty();
    }

    [Fact]
    public void Which_counter_is_asked_hangs_on_what_traces_call_it_and_without_them_on_its_name()
    {
        Of("payments-api", Counted(), [0])[0].Canary.Calls.ShouldBe(600);
        Of("database", Counted(), [0])[0].Canary.Calls.ShouldBe(1500);
        Of("orders-db", Counted() with { Calls = [new DependencyCalls("orders-db", true, [default], [default])] }, [0])[0].Canary.Calls.ShouldBe(1500);
        Of("database", Counted() with { Calls = [new DependencyCalls("database", false, [default], [default])] }, [0])[0].Canary.Calls.ShouldBe(600);
    }

    [Fact]
    public void Clients_and_the_platform_are_not_called() =>
        CallSource.Of(new Account("client", SignatureOrigin.Client, [], [], []), Counted(), Settings, [0]).ShouldBeEmpty();

    [Fact]
    public void The_ratio_is_of_calls_per_request_over_all_buckets_and_needs_both_slices()
    {
        CallSource.RatioOf([Pair((10, 10), (10, 20)), Pair((50, 20), (20, 40))]).ShouldBe(4);
        CallSource.RatioOf([Pair((10, 10), (0, 20))]).ShouldBeNull();
        CallSource.RatioOf([Pair((0, 0), (10, 20))]).ShouldBeNull();
        CallSource.RatioOf([Pair((0, 10), (10, 20))]).ShouldBe(0);
        CallSource.RatioOf([]).ShouldBeNull();
    }

    [Theory]
    [InlineData(2.5, 1, "the canary calls payments-api 2.5x as often per request as stable: it may be meant")]
    [InlineData(2.5, 0, "the canary calls payments-api, and stable does not: it may be meant")]
    [InlineData(1.4, 1, null)]
    public void Calling_more_often_is_noted_by_name_where_traces_tell(double canary, double stable, string? note) =>
        new Shop(15).Fails(Shop.Own, 0, 3).Traces("payments-api", canary, stable).Attribute().ShouldNotBeNull().Notes.ShouldBe(note is null ? [] : [note]);

    [Fact]
    public void Without_traces_calls_are_noted_by_their_sort()
    {
        new Shop(15).Fails(Shop.Own, 0, 3).Counts(3, 1, canaryDatabase: 8, stableDatabase: 2).Attribute().ShouldNotBeNull().Notes.ShouldBe(
            ["the canary calls other services 3x as often per request as stable: it may be meant", "the canary calls datastores 4x as often per request as stable: it may be meant"]);
        new Shop(15).Fails(Shop.Own, 0, 3).Counts(1, 1).Attribute().ShouldNotBeNull().Notes.ShouldBeEmpty();
    }

    [Fact]
    public void What_traces_name_is_not_told_again_by_its_sort() =>
        new Shop(15).Fails(Shop.Own, 0, 3).Counts(3, 1).Traces("payments-api", 2.5, 1).Attribute().ShouldNotBeNull().Notes.ShouldHaveSingleItem().ShouldContain("payments-api");

    private static IReadOnlyList<CallPair> Of(string name, ErrorEvidence evidence, IReadOnlyList<int> span) =>
        CallSource.Of(new Account(name, SignatureOrigin.Dependency, [], [], []), evidence, Settings, span);

    private static CallPair Pair((double Calls, double Requests) canary, (double Calls, double Requests) stable) =>
        new(new CallCount(canary.Calls, canary.Requests, null), new CallCount(stable.Calls, stable.Requests, null));

    private static ErrorEvidence Traced(double canary, double stable)
    {
        var counted = Counted();
        return new ErrorEvidence
        {
            Calls = [new DependencyCalls("payments-api", false, [new CallBucket(45, default, default), new CallBucket(45, default, default)], [new CallBucket(120, default, default), new CallBucket(120, default, default)])],
            CanaryTimes = [.. Enumerable.Repeat(counted.CanaryTimes[0] with { Traced = canary }, 2)],
            StableTimes = [.. Enumerable.Repeat(counted.StableTimes[0] with { Traced = stable }, 2)],
        };
    }

    private static ErrorEvidence Counted() => new()
    {
        CanaryTimes = [default(RequestTimes) with { ExternalCalls = new SampleMean(300, 2, 3), DatabaseCalls = new SampleMean(300, 5, 0) }],
        StableTimes = [default(RequestTimes) with { ExternalCalls = new SampleMean(5700, 1, 0.5), DatabaseCalls = new SampleMean(5700, 0.5, 0) }],
    };
}
