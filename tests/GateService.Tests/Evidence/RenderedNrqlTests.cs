using CsCheck;
using GateService.Core.Evidence;
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

    private const string Witnessed =
        """
        telemetry: {flagAttribute: response.flags}
        attribution:
          dependencies:
            payments: {hosts: ["payments-*", psp.example.com], witnesses: [orders, subscriptions]}
            ledger: {witnesses: [it's orders]}
        objectives:
          error-rate: {kind: errorRate, atMost: 1%}
        """;

    private static readonly string[] OtherTelemetry =
        ["http-otel", "http-otel-metrics", "http-istio", "http-istio-services", "http-gateway", "http-nginx", "http-logs", "worker-apm", "worker-otel"];

    public static TheoryData<string> Others => [.. OtherTelemetry];

    public static TheoryData<string> Goldens =>
        ["http-default", "http-threshold", "http-kubernetes", "grpc-default", "worker-default", "flagger-default", "http-by-label", "preflight", "witnesses", .. OtherTelemetry];

    /// <summary>UPDATE_GOLDENS=1 rewrites the files; they are reviewed like code.</summary>
    [Theory]
    [MemberData(nameof(Goldens))]
    public async Task The_shipped_policies_render_as_committed(string policy)
    {
        var plan = policy switch
        {
            "preflight" => Plans.Of(Plans.Shipped("http-default"), Plans.Request with { Mode = GateMode.Preflight, CanaryHash = null, StepWeight = null }),
            "witnesses" => Plans.Of(Plans.Written(Witnessed), Plans.Request with { Strategy = Strategy.BlueGreen }),
            _ => Plans.Of(Plans.Shipped(policy)),
        };
        var rendered = string.Concat(Render(plan).Select(query => $"-- {query.Name}\n{query.Nrql.Text}\n"));
        var file = Repository.PathOf("tests", "GateService.Tests", "Evidence", "Goldens", $"{policy}.nrql");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDENS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, rendered);
        }

        rendered.ShouldBe(await File.ReadAllTextAsync(file));
    }

    /// <summary>Three subqueries a query, five facets, 366 buckets and the like: the simulator refuses what New Relic refuses.</summary>
    [Theory]
    [MemberData(nameof(Goldens))]
    public async Task Every_query_of_the_shipped_policies_keeps_the_rules_of_New_Relic(string policy)
    {
        var lines = await File.ReadAllLinesAsync(Repository.PathOf("tests", "GateService.Tests", "Evidence", "Goldens", $"{policy}.nrql"));

        foreach (var nrql in lines.Where(line => !line.StartsWith("--", StringComparison.Ordinal)))
        {
            Should.NotThrow(() => NrqlParser.Parse(nrql), nrql);
        }
    }

    /// <summary>Forms that New Relic documents, or that its users publish: NOT before a condition, and a text as the last of several facets, are neither.</summary>
    [Theory]
    [MemberData(nameof(Goldens))]
    public async Task Every_query_of_the_shipped_policies_is_written_as_New_Relic_documents_it(string policy)
    {
        var lines = await File.ReadAllLinesAsync(Repository.PathOf("tests", "GateService.Tests", "Evidence", "Goldens", $"{policy}.nrql"));

        lines.ShouldAllBe(line => !line.Contains("AND NOT ", StringComparison.Ordinal) && !line.Contains("(NOT ", StringComparison.Ordinal) && !line.Contains(" OR '", StringComparison.Ordinal) && !line.Contains(" OR 0", StringComparison.Ordinal));
        lines.Any(line => line.Contains(" NOT LIKE '", StringComparison.Ordinal) || line.Contains(" NOT RLIKE r'", StringComparison.Ordinal)).ShouldBe(policy is not ("worker-default" or "http-istio-services"));
    }

    [Fact]
    public void The_longest_legal_names_still_fit_and_parse()
    {
        var name = string.Join('.', Enumerable.Repeat(new string('x', 62), 4));
        var request = Plans.Request with { Rollout = name, Service = new string('s', 255), Cluster = new string('e', 128), Namespace = new string('n', 63), CanaryHash = new string('c', 63), StableHash = new string('d', 63) };

        var queries = Render(Plans.Of(Plans.Shipped("http-default"), request));

        queries.Select(query => query.Name).Intersect(Attributing).ShouldBe(Attributing);
        queries.ShouldAllBe(query => query.Nrql.Bytes <= Nrql.MaxBytes);
        foreach (var query in queries)
        {
            NrqlParser.Parse(query.Nrql.Text);
        }
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void No_telemetry_asks_queries_longer_than_New_Relic_takes(string policy)
    {
        var request = Plans.Request with { Rollout = new string('r', 253), Service = new string('s', 63), Namespace = new string('n', 63), Cluster = new string('k', 63) };
        var plan = Plans.Of(Plans.Shipped(policy), request);

        QuestionPlanner.Ask(plan, Known, null, null).Unaskable.ShouldBeEmpty();
        foreach (var query in Render(plan))
        {
            query.Nrql.Bytes.ShouldBeLessThanOrEqualTo(Nrql.MaxBytes, query.Name);
            NrqlParser.Parse(query.Nrql.Text);
        }
    }

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
    public void Twenty_dependencies_make_no_query_longer_than_New_Relic_takes()
    {
        var dependencies = string.Concat(Enumerable.Range(1, 20).Select(i =>
            $"    dependency-{i}: {{hosts: [\"dependency-{i}-*\", dependency-{i}.shop.svc.cluster.local, provider-{i}.example.com], witnesses: [orders, subscriptions, fulfilment]}}\n"));
        var plan = Plans.Of(Plans.Written($"attribution:\n  dependencies:\n{dependencies}objectives: {{e: {{kind: errorRate, atMost: 1%}}}}"), Plans.Request with { Strategy = Strategy.BlueGreen });

        var queries = Render(plan);

        queries.Count(query => query.Name.StartsWith("witness:", StringComparison.Ordinal)).ShouldBe(20);
        queries.ShouldAllBe(query => query.Nrql.Bytes < 4096);
        queries.Where(query => !query.Name.StartsWith("witness:", StringComparison.Ordinal)).Select(query => query.Nrql)
            .ShouldBe(Render(Plans.Of(Plans.Written("objectives: {e: {kind: errorRate, atMost: 1%}}"), Plans.Request with { Strategy = Strategy.BlueGreen })).Select(query => query.Nrql), "what is asked of errors and calls does not grow with dependencies");
    }

    [Fact]
    public void A_witness_that_would_be_too_long_is_not_asked_and_the_others_are()
    {
        var hosts = string.Join(", ", Enumerable.Range(1, 40).Select(i => $"provider-{i}.example.com"));
        var plan = Plans.Of(
            Plans.Written($"attribution:\n  dependencies:\n    many: {{hosts: [{hosts}], witnesses: [orders]}}\n    few: {{witnesses: [orders]}}\nobjectives: {{e: {{kind: errorRate, atMost: 1%}}}}"),
            Plans.Request with { Strategy = Strategy.BlueGreen });

        Render(plan).Select(query => query.Name).Where(name => name.StartsWith("witness:", StringComparison.Ordinal)).ShouldBe(["witness:few"]);
    }

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

    [Theory]
    [InlineData("slices: {by: replicaSet}", "k8s.replicasetName = 'checkout-5c6d7e8f'")]
    [InlineData("slices: {by: host}", "host LIKE 'checkout-5c6d7e8f-%' AND host NOT LIKE 'checkout-5c6d7e8f-%-%'")]
    [InlineData("slices: {by: attribute, attributes: [version]}", "version = '5c6d7e8f'")]
    [InlineData("slices: {by: attribute, attributes: [track], canaryValue: canary, stableValue: stable}", "track = 'canary'")]
    [InlineData("slices: {by: attribute, attributes: [upstream], canaryValue: \"{namespace}/{service}-canary/*\", stableValue: x}", "upstream LIKE 'shop/checkout-canary/%'")]
    [InlineData("telemetry: {serviceValue: \"*{service}*\"}", "appName LIKE '%checkout%'")]
    [InlineData("slices: {by: label}", "`label.rollouts-pod-template-hash` = '5c6d7e8f'")]
    public void Slices_are_told_apart_as_the_policy_says(string slices, string expected) =>
        Render(Plans.Of(Plans.Written(slices + "\njudge: threshold\nobjectives: {e: {kind: errorRate, atMost: 1%}}"))).ShouldAllBe(query => query.Nrql.Text.Contains(expected));

    private const string EveryKind =
        """
        slices: {by: label}
        attribution: {dependencies: {payments: {witnesses: [orders]}}}
        objectives:
          error-rate: {kind: errorRate, atMost: 1%}
          latency: {kind: latency, quantile: 0.95, atMost: 1s}
          conversion: {kind: kpi, eventType: CheckoutCompleted, form: rate, atLeast: 1}
          basket: {kind: kpi, eventType: CheckoutCompleted, form: mean, attribute: total, atLeast: 1}
          pods: {kind: podsReady, atLeast: 100%}
          restarts: {kind: podRestarts, atMost: 0}
        """;

    [Fact]
    public void A_named_cluster_stands_in_every_query_and_in_every_subquery()
    {
        foreach (var strategy in new[] { Strategy.Canary, Strategy.BlueGreen })
        {
            var plan = Plans.Of(Plans.Written(EveryKind), Plans.Request with { Strategy = strategy, Cluster = "prod-1" });
            NrqlQuery[] queries = [.. Render(plan), .. StableQuantiles.Questions(plan)];

            queries.Length.ShouldBeGreaterThan(12);
            queries.Where(query => !query.Nrql.Text.Contains("'prod-1'")).Select(query => query.Name).ShouldBeEmpty();
            queries.SelectMany(query => query.Nrql.Text.Split("SELECT uniques(podName, 5000) FROM K8sPodSample WHERE")[1..]).ShouldAllBe(rest => rest.Contains("clusterName = 'prod-1' OR clusterName IS NULL"));
        }
    }

    [Fact]
    public void Without_a_name_clusters_are_counted_and_where_the_policy_wants_it_nobody_asks()
    {
        var counted = Render(Plans.Of(Plans.Written(EveryKind)));
        var alike = Render(Plans.Of(Plans.Written($"telemetry: {{clusterAttributes: []}}\n{EveryKind}"), Plans.Request with { Cluster = "prod-1" }));

        counted.Single(query => query.Name == "requests").Nrql.Text.ShouldContain("uniqueCount(k8s.clusterName) AS clusters");
        counted.Where(query => query.Name.StartsWith("pods:", StringComparison.Ordinal)).ShouldAllBe(query => query.Nrql.Text.Contains("latest(clusterName)"));
        alike.ShouldAllBe(query => !query.Nrql.Text.Contains("luster"));
    }

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

    /// <summary>NRQL cannot escape it: what would be a wildcard of the request's is looked for as it stands.</summary>
    [Fact]
    public void A_wildcard_in_a_name_stays_a_text()
    {
        var policy = Plans.Written("telemetry: {serviceValue: \"{service}/*\"}\njudge: threshold\nobjectives: {e: {kind: errorRate, atMost: 1%}}");

        Render(Plans.Of(policy, Plans.Request with { Service = "a*b" })).ShouldAllBe(query => query.Nrql.Text.Contains("appName LIKE 'a*b/%'"));
        Render(Plans.Of(policy, Plans.Request with { Service = "a%b" })).ShouldAllBe(query => query.Nrql.Text.Contains("appName = 'a%b/*'"));
    }

    private static readonly StableQuantiles Known = new(new Dictionary<string, double> { ["p95"] = 0.2315 });

    private static readonly string[] Attributing = ["errors", "errors-stable", "error-names", "error-names-stable", "calls", "times", "failed-calls", "failed-requests", "failed-calls-stable", "failed-requests-stable"];

    /// <summary>Everything that an evaluation asks but stable's quantiles before the rollout.</summary>
    private static IReadOnlyList<NrqlQuery> Render(EvidencePlan plan)
    {
        var inquiry = new Inquiry(plan, Known);
        return [.. inquiry.First, .. inquiry.Explaining(OpenQuestions.All, mayBeExpected: true)];
    }

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

        // As long as the hostile one, so that queries are split alike.
        var harmless = new string('h', Nrql.Create($"{hostile}").Bytes - 2);
        return rendered.Zip(Render(plan(harmless))).All(pair =>
            NrqlParser.StringLiterals(pair.First.Nrql.Text).SequenceEqual(NrqlParser.StringLiterals(pair.Second.Nrql.Text).Select(literal => literal == harmless ? hostile : literal)));
    }
}
