using CsCheck;
using GateService.Core.Requests;
using GateService.Evidence;
using GateService.Tests.Hosting;
using NewRelic.Api;
using NewRelic.Simulator.Nrql;
using NrqlQuery = NewRelic.Api.NrqlQuery;

namespace GateService.Tests.Evidence;

public sealed class RenderedNrqlTests : RenderedQueries
{
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
}
