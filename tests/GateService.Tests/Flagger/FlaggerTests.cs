using System.Net;
using System.Text.Json.Nodes;
using GateService.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace GateService.Tests.Flagger;

/// <summary>Flagger's webhooks: the statuses it reads, the text it shows, the token it can only carry in the body.</summary>
public sealed class FlaggerTests : IAsyncLifetime
{
    /// <summary>flagger-default by plain thresholds: scripted answers are counts over a whole window, not buckets.</summary>
    private const string Threshold = "kind: policy\nname: flagger-threshold\nextends: http-threshold\nslices: {by: attribute, attributes: [k8s.deploymentName]}\n";

    private static readonly SliceCounts Broken = new(903, 37);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 12, 0, 0, TimeSpan.Zero));
    private readonly TemporaryFolder _policies = new();
    private ScriptedNerdGraph _nerdGraph = null!;
    private GateHost _gate = null!;

    public static TheoryData<string, string, HttpStatusCode> Statuses => new()
    {
        { "rollout", "pass", HttpStatusCode.OK },
        { "rollout", "fail", HttpStatusCode.PreconditionFailed },
        { "rollout", "inconclusive", HttpStatusCode.PreconditionFailed },
        { "confirm", "pass", HttpStatusCode.OK },
        { "confirm", "fail", HttpStatusCode.Conflict },
        { "confirm", "inconclusive", HttpStatusCode.Conflict },
        { "rollback", "pass", HttpStatusCode.Conflict },
        { "rollback", "fail", HttpStatusCode.OK },
        { "rollback", "inconclusive", HttpStatusCode.Conflict },
    };

    public async ValueTask InitializeAsync()
    {
        foreach (var (name, content) in Repository.PolicyFiles().Append(KeyValuePair.Create("flagger-threshold.yaml", Threshold)))
        {
            await File.WriteAllTextAsync(_policies.File(name.Replace('/', '-')), content);
        }

        _nerdGraph = await ScriptedNerdGraph.StartAsync();
        _gate = await GateHost.StartAsync(_nerdGraph.Endpoint, builder => builder.Services.AddSingleton<TimeProvider>(_time), ("Policies:Directory", _policies.Path), ("NewRelic:Retries", "0"));
    }

    public async ValueTask DisposeAsync()
    {
        await _gate.DisposeAsync();
        await _nerdGraph.DisposeAsync();
        _policies.Dispose();
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task The_status_is_the_one_that_Flagger_reads(string hook, string verdict, HttpStatusCode status)
    {
        _nerdGraph.Answer = ScriptedNerdGraph.Slices(verdict switch { "pass" => SliceCounts.HealthyCanary, "fail" => Broken, _ => null }, SliceCounts.Healthy);

        using var response = await AskLaterAsync(hook);

        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(status, text);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/plain");
        text.ShouldStartWith($"{verdict}: ");
        text.TrimEnd('\n').ShouldNotContain("\n");
    }

    [Fact]
    public async Task New_Relic_s_trouble_rolls_nothing_back()
    {
        _nerdGraph.Answer = ScriptedNerdGraph.Raw(503, "down");

        using var response = await AskLaterAsync("rollback");

        response.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await response.Content.ReadAsStringAsync()).ShouldContain("New Relic");
    }

    [Fact]
    public async Task Both_Deployments_stand_in_for_the_hashes()
    {
        using var response = await AskLaterAsync("rollout");

        var asked = _nerdGraph.Batches.ShouldHaveSingleItem();
        var nrql = JsonNode.Parse(asked)!["variables"]!["q0_requests"]!.GetValue<string>();
        nrql.ShouldContain("FACET CASES(WHERE k8s.deploymentName = 'checkout' AS 'canary', WHERE k8s.deploymentName = 'checkout-primary' AS 'stable')");
    }

    [Fact]
    public async Task The_cluster_comes_in_the_metadata()
    {
        using var first = await AskAsync("rollout", Body(("cluster", "prod-1")));
        _time.Advance(TimeSpan.FromMinutes(12));

        using var second = await AskAsync("rollout", Body(("cluster", "prod-1")));

        JsonNode.Parse(_nerdGraph.Batches.ShouldHaveSingleItem())!["variables"]!["q0_requests"]!.GetValue<string>().ShouldContain("k8s.clusterName = 'prod-1'");
        (await second.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldNotContain("unknown");
    }

    [Fact]
    public async Task What_is_shipped_comes_in_the_metadata_and_what_cannot_be_shown_is_left_out_with_a_warning()
    {
        using var answer = await AskAsync("rollout", Body(
            ("change.image", "registry.example.com/shop/checkout:1.4.2"), ("change.commit", "3f2a9c1b04"), ("change.author", "Ada"),
            ("change.pullRequest", "https://git.example.com/shop/pull/7"), ("change.runbook", "javascript:alert(1)"), ("change.colour", "red")));

        var listed = JsonNode.Parse(await _gate.Client.GetStringAsync("/v1/decisions?service=checkout", TestContext.Current.CancellationToken))!["decisions"]!.AsArray().ShouldHaveSingleItem()!;
        var change = listed["change"]!;
        (change["image"]!.ToString(), change["commit"]!.ToString(), change["author"]!.ToString(), change["pullRequest"]!.ToString())
            .ShouldBe(("registry.example.com/shop/checkout:1.4.2", "3f2a9c1b04", "Ada", "https://git.example.com/shop/pull/7"));
        change["runbook"].ShouldBeNull();
        var whole = JsonNode.Parse(await _gate.Client.GetStringAsync($"/v1/decisions/{listed["id"]}", TestContext.Current.CancellationToken))!;
        var warnings = whole["response"]!["warnings"]!.AsArray().Select(warning => warning!.ToString()).ToList();
        warnings.ShouldContain(warning => warning.StartsWith("change.runbook 'javascript:alert(1)' was left out", StringComparison.Ordinal));
        warnings.ShouldContain("field 'change.colour' is unknown and was ignored");
        warnings.ShouldNotContain(warning => warning.StartsWith("metadata.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_rollout_begins_when_its_checksum_is_first_seen()
    {
        using var first = await AskAsync("rollout", Body());

        (await first.Content.ReadAsStringAsync()).ShouldStartWith("inconclusive: too early: the window began at");
        _nerdGraph.Batches.ShouldBeEmpty("telemetry from before this rollout is another rollout's");
    }

    [Fact]
    public async Task Before_the_rollout_the_stable_Deployment_s_past_is_asked_about()
    {
        using var response = await AskAsync("confirm", Body(("mode", "preflight")));

        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        JsonNode.Parse(_nerdGraph.Batches.ShouldHaveSingleItem())!["variables"]!["q0_requests"]!.GetValue<string>()
            .ShouldContain("FACET CASES(WHERE k8s.deploymentName = 'checkout-primary' AS 'stable')");
    }

    [Fact]
    public async Task The_rollout_after_it_begins_anew_although_its_pods_have_the_same_names()
    {
        using var before = await AskLaterAsync("rollout");
        _nerdGraph.Batches.Clear();
        var body = Body();
        body["checksum"] = "5f8d9c7b66";

        using var after = await AskAsync("rollout", body);

        (await after.Content.ReadAsStringAsync()).ShouldStartWith("inconclusive: too early");
        _nerdGraph.Batches.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_policy_that_tells_slices_by_hash_is_said_to_be_the_wrong_one()
    {
        using var response = await AskAsync("rollout", Body(("policy", "http-default")));

        response.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        (await response.Content.ReadAsStringAsync()).ShouldContain("policy http-default tells slices by pod hash, which Flagger does not know; set metadata.policy to flagger-default");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("wrong")]
    public async Task Without_a_good_token_in_header_or_metadata_it_is_401(string? token)
    {
        await AskAsync("confirm", Body(("token", token))).RefusedAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_token_in_the_header_is_as_good()
    {
        using var response = await _gate.PostAsync("/v1/flagger/confirm", Body(("token", null)).ToJsonString());

        response.StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task The_token_s_service_and_namespace_bind_here_too()
    {
        await using var gate = await GateHost.StartAsync(_nerdGraph, ("Auth:Tokens:0:Services:0", "payments"));

        using var answer = await AskAsync("rollout", Body(), gate);

        answer.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldStartWith("inconclusive: service 'checkout': token 'tests' may not ask about it, expected payments");
    }

    [Theory]
    [InlineData("rollout", HttpStatusCode.PreconditionFailed)]
    [InlineData("confirm", HttpStatusCode.Conflict)]
    [InlineData("rollback", HttpStatusCode.Conflict)]
    public async Task Every_fault_of_the_metadata_is_told_in_the_line_that_Flagger_shows_and_rolls_nothing_back(string hook, HttpStatusCode status)
    {
        using var answer = await AskAsync(hook, Body(("window", "ten minutes"), ("mode", "steps")));

        answer.StatusCode.ShouldBe(status);
        var line = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        line.ShouldStartWith("inconclusive: ");
        line.ShouldContain("window 'ten minutes': expected a duration");
        line.ShouldContain("mode 'steps': expected step");
    }

    [Fact]
    public async Task What_is_given_twice_is_a_fault_by_its_name()
    {
        var body = Body().ToJsonString().Replace("\"metadata\":{", "\"metadata\":{\"policy\":\"a\",\"policy\":\"b\",", StringComparison.Ordinal);

        using var answer = await _gate.PostAsync("/v1/flagger/rollout", body);

        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("metadata.policy is given twice");
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"name\":")]
    public async Task A_body_that_Flagger_never_sends_is_refused(string body)
    {
        await _gate.PostAsync("/v1/flagger/rollout", body).RefusedAsync(HttpStatusCode.BadRequest);
    }

    /// <summary>Asks when the rollout begins, and again when it is twelve minutes old.</summary>
    private async Task<HttpResponseMessage> AskLaterAsync(string hook)
    {
        using var first = await AskAsync(hook, Body());
        _time.Advance(TimeSpan.FromMinutes(12));
        return await AskAsync(hook, Body());
    }

    /// <summary>As Flagger does, without any header.</summary>
    private async Task<HttpResponseMessage> AskAsync(string hook, JsonObject body, GateHost? gate = null)
    {
        using var anonymous = new HttpClient { BaseAddress = (gate ?? _gate).Client.BaseAddress };
        return await anonymous.PostAsync($"/v1/flagger/{hook}", new StringContent(body.ToJsonString()));
    }

    private static JsonObject Body(params (string Key, string? Value)[] metadata)
    {
        var all = new JsonObject { ["token"] = GateHost.Token, ["policy"] = "flagger-threshold" };
        foreach (var (key, value) in metadata)
        {
            all[key] = value;
        }

        return new JsonObject { ["name"] = "checkout", ["namespace"] = "shop", ["phase"] = "Progressing", ["checksum"] = "85d557f47b", ["metadata"] = all };
    }
}
