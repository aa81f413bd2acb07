using CsCheck;
using GateService.Core.Planning;
using GateService.Core.Requests;
using GateService.Evidence;
using GateService.Tests.Hosting;
using NewRelic.Api;
using NewRelic.Simulator.Nrql;
using NrqlQuery = NewRelic.Api.NrqlQuery;

namespace GateService.Tests.Evidence;

public sealed class RenderedNrqlTests
{
    private const string Kpi =
        """
        objectives:
          conversion:
            kind: kpi
            eventType: CheckoutCompleted
            form: ratio
            where: "shop = {shop} AND total > {least}"
            numerator: "outcome = 'ok'"
            parameters: {shop: {type: text}, least: {type: number}}
            atLeast: 90%
        """;

    public static TheoryData<string> Goldens => ["http-default", "http-threshold", "http-kubernetes", "grpc-default", "worker-default", "flagger-default", "http-by-label"];

    /// <summary>UPDATE_GOLDENS=1 rewrites the files; they are reviewed like code.</summary>
    [Theory]
    [MemberData(nameof(Goldens))]
    public async Task The_shipped_policies_render_as_committed(string policy)
    {
        var rendered = string.Concat(Render(Plans.Of(Plans.Shipped(policy))).Select(query => $"-- {query.Name}\n{query.Nrql.Text}\n"));
        var file = Repository.PathOf("tests", "GateService.Tests", "Evidence", "Goldens", $"{policy}.nrql");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDENS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, rendered);
        }

        rendered.ShouldBe(await File.ReadAllTextAsync(file));
    }

    [Fact]
    public void The_longest_legal_names_still_fit_and_parse()
    {
        var name = string.Join('.', Enumerable.Repeat(new string('x', 62), 4));
        var request = Plans.Request with { Rollout = name, Service = new string('s', 255), Namespace = new string('n', 63), CanaryHash = new string('c', 63), StableHash = new string('d', 63) };

        var queries = Render(Plans.Of(Plans.Shipped("http-default"), request));

        queries.ShouldNotBeEmpty();
        queries.ShouldAllBe(query => query.Nrql.Bytes <= Nrql.MaxBytes);
        foreach (var query in queries)
        {
            NrqlParser.Parse(query.Nrql.Text);
        }
    }

    [Fact]
    public void All_request_objectives_of_both_slices_take_two_queries_and_stable_s_pods_a_third()
    {
        Render(Plans.Of(Plans.Shipped("http-threshold"))).Select(query => query.Name).ShouldBe(["requests", "quantiles"]);
        Render(Plans.Of(Plans.Shipped("http-default"))).Select(query => query.Name).ShouldBe(["requests", "quantiles", "stable-pods"]);
    }

    [Fact]
    public void Objectives_that_do_not_fit_into_one_query_are_split()
    {
        var objectives = string.Concat(Enumerable.Range(1, 30).Select(i => $"  apdex-{i}: {{kind: apdex, threshold: {100 + i}ms, atLeast: 0.5}}\n"));

        var (questions, unaskable) = QuestionPlanner.Ask(Plans.Of(Plans.Written("objectives:\n" + objectives)), Known);

        unaskable.ShouldBeEmpty();
        questions.Count.ShouldBeGreaterThan(1);
        questions.SelectMany(question => question.Objectives).Count().ShouldBe(30);
        questions.SelectMany(question => question.Queries).ShouldAllBe(query => query.Nrql.Bytes <= Nrql.MaxBytes);
    }

    [Theory]
    [InlineData("slices: {by: replicaSet}", "k8s.replicasetName = 'checkout-5c6d7e8f'")]
    [InlineData("slices: {by: host}", "host LIKE 'checkout-5c6d7e8f-%' AND NOT host LIKE 'checkout-5c6d7e8f-%-%'")]
    [InlineData("slices: {by: attribute, attributes: [version]}", "version = '5c6d7e8f'")]
    [InlineData("slices: {by: attribute, attributes: [track], canaryValue: canary, stableValue: stable}", "track = 'canary'")]
    [InlineData("slices: {by: label}", "`label.rollouts-pod-template-hash` = '5c6d7e8f'")]
    public void Slices_are_told_apart_as_the_policy_says(string slices, string expected) =>
        Render(Plans.Of(Plans.Written(slices + "\njudge: threshold\nobjectives: {e: {kind: errorRate, atMost: 1%}}"))).ShouldAllBe(query => query.Nrql.Text.Contains(expected));

    [Fact]
    public void A_rolling_update_asks_about_the_whole_service() =>
        Render(Plans.Of(Plans.Shipped("http-default"), Plans.Request with { Strategy = Strategy.Rolling })).ShouldAllBe(query => !query.Nrql.Text.Contains("FACET"));

    [Fact]
    public void No_service_name_changes_what_a_query_means() => Gen.String.Sample(hostile => IsRefusedOrIntact(
        hostile, value => Plans.Of(Plans.Shipped("http-default"), Plans.Request with { Service = value })));

    [Fact]
    public void No_argument_changes_what_a_query_means() => Gen.String.Sample(hostile => IsRefusedOrIntact(
        hostile, value => Plans.Of(Plans.Written(Kpi), Plans.Request with { Args = new Dictionary<string, string> { ["shop"] = value, ["least"] = "1.5" } })));

    [Theory]
    [InlineData("' OR 1 = 1 --")]
    [InlineData("\\' OR '' = '")]
    [InlineData("x\\")]
    [InlineData("' SINCE 10 years ago /*")]
    [InlineData("*/ // -- `")]
    [InlineData("{least}")]
    public void The_classics_are_texts_like_any_other(string hostile)
    {
        IsRefusedOrIntact(hostile, value => Plans.Of(Plans.Shipped("http-default"), Plans.Request with { Service = value })).ShouldBeTrue();
        IsRefusedOrIntact(hostile, value => Plans.Of(Plans.Written(Kpi), Plans.Request with { Args = new Dictionary<string, string> { ["shop"] = value, ["least"] = "1.5" } })).ShouldBeTrue();
    }

    private static readonly StableQuantiles Known = new(new Dictionary<string, double> { ["p95"] = 0.2315 });

    private static IReadOnlyList<NrqlQuery> Render(EvidencePlan plan) => [.. QuestionPlanner.Ask(plan, Known).Questions.SelectMany(question => question.Queries)];

    /// <summary>Refused by the literal, or found again by the simulator's parser as one intact literal in a query of the same shape.</summary>
    private static bool IsRefusedOrIntact(string hostile, Func<string, EvidencePlan> plan)
    {
        IReadOnlyList<NrqlQuery> rendered;
        try
        {
            rendered = Render(plan(hostile));
        }
        catch (ArgumentException)
        {
            return hostile.Any(c => char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029');
        }

        return rendered.Zip(Render(plan("harmless"))).All(pair =>
            NrqlParser.StringLiterals(pair.First.Nrql.Text).SequenceEqual(NrqlParser.StringLiterals(pair.Second.Nrql.Text).Select(literal => literal == "harmless" ? hostile : literal)));
    }
}
