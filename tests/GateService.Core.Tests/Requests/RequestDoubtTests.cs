using GateService.Core.Requests;

namespace GateService.Core.Tests.Requests;

public sealed class RequestDoubtTests
{
    [Fact]
    public void Two_good_hashes_leave_no_doubt() => RequestDoubt.Of(Given.Request()).ShouldBeNull();

    [Fact]
    public void An_empty_canary_hash_says_where_to_set_it() =>
        RequestDoubt.Of(Given.Request() with { CanaryHash = null }).ShouldNotBeNull().ShouldStartWith("canaryHash is empty: set it in the AnalysisTemplate from podTemplateHashValue: Latest");

    [Fact]
    public void An_empty_stable_hash_says_where_to_set_it() =>
        RequestDoubt.Of(Given.Request() with { StableHash = null }).ShouldNotBeNull().ShouldStartWith("stableHash is empty");

    [Theory]
    [InlineData("5C6D")]
    [InlineData("{{args.canary-hash}}")]
    [InlineData("a b")]
    [InlineData("-abc")]
    [InlineData("abc'--")]
    public void A_malformed_hash_is_quoted(string hash) =>
        RequestDoubt.Of(Given.Request() with { CanaryHash = hash }).ShouldNotBeNull().ShouldStartWith($"canaryHash '{hash}' is no pod template hash");

    [Theory]
    [InlineData("1.4.2", true)]
    [InlineData("2.0.0-RC.1+Build.8", true)]
    [InlineData("registry/app:1.4.2", true)]
    [InlineData("{{args.canary-hash}}", false)]
    [InlineData("a b", false)]
    [InlineData("abc'--", false)]
    public void A_version_is_as_good_as_a_hash_only_where_slices_are_told_by_an_attribute(string version, bool isGood)
    {
        var request = Given.Request() with { CanaryHash = version };

        (RequestDoubt.Of(request, byVersion: true) is null).ShouldBe(isGood);
        RequestDoubt.Of(request).ShouldNotBeNull();
    }

    [Fact]
    public void Equal_hashes_would_compare_the_canary_with_itself() =>
        RequestDoubt.Of(Given.Request() with { CanaryHash = "7d9f8c6b54" }).ShouldNotBeNull().ShouldContain("compared with itself");

    [Theory]
    [InlineData(Strategy.BlueGreen, GateMode.Step, true, false)]
    [InlineData(Strategy.Rolling, GateMode.Step, false, false)]
    [InlineData(Strategy.Canary, GateMode.Preflight, false, true)]
    public void Only_the_hashes_that_are_needed_are_asked_for(Strategy strategy, GateMode mode, bool canary, bool stable) =>
        RequestDoubt.Of(Given.Request() with { Strategy = strategy, Mode = mode, CanaryHash = canary ? "5c6d7e8f" : null, StableHash = stable ? "7d9f8c6b54" : null }).ShouldBeNull();
}
