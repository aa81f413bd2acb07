using CsCheck;
using GateService.Core.Evidence;
using GateService.Core.Requests;
using GateService.Evidence;
using NewRelic.Api;

namespace GateService.Tests.Evidence;

/// <summary>How many queries a plan asks, and that none is asked whose answer nobody reads.</summary>
public sealed class QueryCountTests : RenderedQueries
{
    [Theory]
    [InlineData("http-otel-metrics")]
    [InlineData("http-istio")]
    [InlineData("http-gateway")]
    public void Several_names_of_the_same_requests_take_no_query_more(string policy) =>
        Render(Plans.Of(Plans.Shipped(policy))).Select(query => query.Name).ShouldBe(["requests", "quantiles", "stable-pods", "errors", "errors-stable"]);

    [Fact]
    public void Request_objectives_of_both_slices_take_one_query_and_quantiles_true_counts_stable_s_pods_and_what_was_expected_one_each_unless_the_names_of_errors_tell_it()
    {
        Render(Plans.Of(Plans.Shipped("http-threshold"))).Select(query => query.Name).ShouldBe(["requests", "expected", "quantiles", "timeslices"], ignoreOrder: true);
        Render(Plans.Of(Plans.Shipped("http-default"))).Select(query => query.Name).Except(Attributing).ShouldBe(["requests", "stable-pods", "quantiles", "timeslices"], ignoreOrder: true);
    }

    /// <summary>The first evaluation of a rollout takes one more, for stable's quantiles before it.</summary>
    [Theory]
    [InlineData("http-default", 4, 10)]
    [InlineData("http-kubernetes", 6, 11)]
    [InlineData("http-by-label", 3, 11)]
    [InlineData("http-threshold", 3, 0)]
    [InlineData("http-logs", 6, 12)]
    [InlineData("http-otel", 3, 10)]
    [InlineData("http-otel-metrics", 3, 2)]
    [InlineData("http-istio", 3, 2)]
    [InlineData("http-istio-services", 3, 2)]
    [InlineData("http-gateway", 3, 2)]
    [InlineData("http-nginx", 2, 2)]
    [InlineData("grpc-default", 4, 10)]
    [InlineData("flagger-default", 3, 10)]
    [InlineData("worker-apm", 3, 10)]
    [InlineData("worker-otel", 2, 10)]
    public void A_healthy_rollout_takes_few_queries_and_what_explains_an_ill_one_is_asked_in_a_second_request(string policy, int healthy, int explaining)
    {
        var inquiry = new Inquiry(Plans.Of(Plans.Shipped(policy)), Known);

        (inquiry.First.Count, inquiry.Explaining(OpenQuestions.All, mayBeExpected: false).Count).ShouldBe((healthy, explaining));
        inquiry.Explaining(OpenQuestions.None, mayBeExpected: false).ShouldBeEmpty();
    }

    [Fact]
    public void Whose_fault_errors_are_takes_ten_queries_and_one_for_each_dependency_with_witnesses()
    {
        Render(Plans.Of(Plans.Shipped("http-default"))).Select(query => query.Name).Intersect(Attributing).ShouldBe(Attributing);
        Render(Plans.Of(Plans.Shipped("http-default"), Plans.Request with { Strategy = Strategy.BlueGreen })).Select(query => query.Name).Intersect(Attributing).ShouldBe(Attributing.Where(name => !name.EndsWith("-stable", StringComparison.Ordinal)));
        Render(Plans.Of(Plans.Written(Witnessed), Plans.Request with { Strategy = Strategy.BlueGreen })).Select(query => query.Name).ShouldContain("witness:payments");
    }

    [Fact]
    public void Witnesses_are_asked_only_where_stable_is_no_control() =>
        Render(Plans.Of(Plans.Written(Witnessed))).ShouldNotContain(query => query.Name.StartsWith("witness:", StringComparison.Ordinal));

    [Theory]
    [InlineData("attribution: {enabled: false}\nobjectives: {e: {kind: errorRate, atMost: 1%}}")]
    [InlineData("judge: threshold\nobjectives: {e: {kind: errorRate, atMost: 1%}}")]
    [InlineData("objectives: {a: {kind: apdex, threshold: 500ms, atLeast: 0.8}}")]
    public void What_nobody_judges_by_origin_is_not_asked(string policy) => Render(Plans.Of(Plans.Written(policy))).Select(query => query.Name).Intersect(Attributing).ShouldBeEmpty();

    [Fact]
    public void Objectives_that_do_not_fit_into_one_query_are_split()
    {
        var objectives = string.Concat(Enumerable.Range(1, 30).Select(i => $"  apdex-{i}: {{kind: apdex, threshold: {100 + i}ms, atLeast: 0.5}}\n"));

        var (questions, unaskable) = QuestionPlanner.Ask(Plans.Of(Plans.Written("objectives:\n" + objectives)), Known, null, null);

        unaskable.ShouldBeEmpty();
        questions.Count.ShouldBeGreaterThan(1);
        questions.SelectMany(question => question.Objectives).Count().ShouldBe(30);
        questions.SelectMany(question => question.Queries).ShouldAllBe(query => query.Nrql.Bytes <= Nrql.MaxBytes);
    }
}
