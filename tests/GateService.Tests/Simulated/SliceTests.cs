using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GateService.Tests.Hosting;

namespace GateService.Tests.Simulated;

/// <summary>Slices that are hard to find: cut names, versions in place of hashes, experiments, header routes, replicas in place of a router. Each is judged both ways.</summary>
public sealed class SliceTests : IAsyncLifetime
{
    private const string Stable = "7d9f8c6b54";
    private const string Canary = "5c6d7e8f9b";

    private readonly TemporaryFolder _policies = new();
    private SimulatorHost _simulator = null!;
    private GateHost _gate = null!;

    public async ValueTask InitializeAsync()
    {
        foreach (var (name, text) in Repository.PolicyFiles())
        {
            Write(name, text);
        }

        Write("by-version.yaml", "kind: policy\nname: by-version\nextends: http-default\nslices: {by: attribute, attributes: [service.version]}\n");
        Write("by-args.yaml", "kind: policy\nname: by-args\nextends: http-default\nslices: {by: attribute, attributes: [build], canaryValue: \"{rollout}@{version}\", stableValue: \"{rollout}@{stableVersion}\"}\n");
        Write("clusters-alike.yaml", "kind: policy\nname: clusters-alike\nextends: http-default\ntelemetry: {clusterAttributes: []}\n");
        Write("figure-alone.yaml", "kind: policy\nname: figure-alone\njudge: threshold\nobjectives: {good: {kind: kpi, eventType: Transaction, form: ratio, numerator: \"error IS FALSE\", atLeast: 90%}}\n");
        _simulator = await SimulatorHost.StartAsync();
        _gate = await GateHost.StartAsync(_simulator.Endpoint, _ => { }, [.. GateHost.Patient, ("Policies:Directory", _policies.Path)]);
    }

    public async ValueTask DisposeAsync()
    {
        await _gate.DisposeAsync();
        await _simulator.DisposeAsync();
        _policies.Dispose();
    }

    /// <summary>apiserver, storage/names: <c>maxGeneratedNameLength = 63 - 5</c>. 46 letters leave the whole hash, 47 take the dash, 50 three letters of the hash, 55 all but two.</summary>
    [Theory]
    [InlineData(46)]
    [InlineData(47)]
    [InlineData(50)]
    [InlineData(55)]
    public async Task A_rollout_whose_pods_names_are_cut_is_found_by_what_is_left(int letters)
    {
        var rollout = new string('r', letters);
        await SeedAsync("cut", 0, Pod(rollout, Stable, "bcdfg"), Pod(rollout, Canary, "hjklm"));
        (await JudgeAsync("cut", ("rollout", rollout))).Verdict().ShouldBe("pass");

        await SeedAsync("cut-broken", 0.4, Pod(rollout, Stable, "bcdfg"), Pod(rollout, Canary, "hjklm"));
        (await JudgeAsync("cut-broken", ("rollout", rollout))).Verdict().ShouldBe("fail");
    }

    [Theory]
    [InlineData(55, "7dffffffff", "those of 7dffffffff and 7d9f8c6b54 both begin with")]
    [InlineData(57, Canary, "nothing of the hash is left")]
    [InlineData(63, Canary, "nothing of the hash is left")]
    public async Task Names_that_are_cut_alike_are_said_and_not_judged(int letters, string canary, string said)
    {
        var rollout = new string('r', letters);
        await SeedAsync("alike", 0, Pod(rollout, Stable, "bcdfg"), Pod(rollout, canary, "hjklm"));

        var answer = await JudgeAsync("alike", ("rollout", rollout), ("canaryHash", canary));

        answer.Verdict().ShouldBe("inconclusive", answer.Reason());
        answer.GetProperty("summary").GetString().ShouldNotBeNull().ShouldContain("cannot be told apart by their names");
        answer.GetRawText().ShouldContain(said);
    }

    [Theory]
    [InlineData("1.4.1", "1.4.2", 0, "pass")]
    [InlineData("1.4.1", "1.4.2", 0.4, "fail")]
    [InlineData("2.0.0+Build.7", "2.0.0-RC.1+Build.8", 0, "pass")]
    public async Task Versions_stand_in_place_of_hashes_where_slices_are_by_attribute(string stable, string canary, double broken, string verdict)
    {
        await SeedAsync("versions", broken, new("service.version", stable), new("service.version", canary));

        var answer = await JudgeAsync("versions", ("policy", "by-version"), ("stableHash", stable), ("canaryHash", canary));

        answer.Verdict().ShouldBe(verdict, answer.Reason());
    }

    [Fact]
    public async Task A_version_is_no_hash_where_slices_are_by_pod() =>
        (await JudgeAsync("versions", ("canaryHash", "1.4.2"))).Reason().ShouldContain("canaryHash '1.4.2' is no pod template hash");

    [Theory]
    [InlineData(0, "pass")]
    [InlineData(0.4, "fail")]
    public async Task Versions_come_as_arguments_beside_the_hashes(double broken, string verdict)
    {
        await SeedAsync("arguments", broken, new("build", "arguments@1.4.1"), new("build", "arguments@1.4.2"));

        var answer = await JudgeAsync("arguments", ("policy", "by-args"), ("args", new JsonObject { ["version"] = "1.4.2", ["stableVersion"] = "1.4.1" }));

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        answer.GetProperty("warnings").GetRawText().ShouldNotContain("not used");
    }

    [Fact]
    public async Task An_argument_that_slices_need_is_asked_for_and_one_value_for_both_is_refused()
    {
        (await JudgeAsync("arguments", ("policy", "by-args"), ("args", new JsonObject { ["version"] = "1.4.2" }))).Reason()
            .ShouldContain("args.stableVersion is missing: policy by-args tells slices by it");
        (await JudgeAsync("arguments", ("policy", "by-args"), ("args", new JsonObject { ["version"] = "1.4.2", ["stableVersion"] = "1.4.2" }))).Reason()
            .ShouldContain("canary and stable are both build 'arguments@1.4.2'");
    }

    /// <summary>Argo Rollouts, rollout/experiment.go and experiments/replicaset.go: <c>rollout-hash-revision-step-template</c>, and a hash of its own on the label.</summary>
    [Theory]
    [InlineData(0, "pass")]
    [InlineData(0.4, "fail")]
    public async Task Pods_of_an_experiment_are_found_by_their_label(double broken, string verdict)
    {
        var (baseline, canary) = ("experiment-5c6d7e8f9b-3-0-baseline-bcdfg", "experiment-5c6d7e8f9b-3-0-canary-hjklm");
        await SeedAsync("experiment", broken, new("k8s.podName", baseline), new("k8s.podName", canary));
        await SampleAsync(("66c9d8b7f5", baseline), ("77d8c9b6f4", canary));

        var answer = await JudgeAsync("experiment", ("policy", "http-by-label"), ("stableHash", "66c9d8b7f5"), ("canaryHash", "77d8c9b6f4"));

        answer.Verdict().ShouldBe(verdict, answer.Reason());
    }

    [Fact]
    public async Task An_experiment_s_pods_are_nobody_s_by_name()
    {
        await SeedAsync("experiment", 1, new("k8s.podName", "experiment-7d9f8c6b54-bcdfg"), new("k8s.podName", "experiment-5c6d7e8f9b-3-0-baseline-bcdfg"));

        (await JudgeAsync("experiment")).Reason().ShouldContain("no canary data while stable had");
    }

    /// <summary>Requests with a header go to the canary while its weight is 0.</summary>
    [Theory]
    [InlineData(0, "pass")]
    [InlineData(0.4, "fail")]
    public async Task A_canary_behind_a_header_route_is_judged_at_weight_0(double broken, string verdict)
    {
        await SeedAsync("header", broken, new("k8s.podName", "header-7d9f8c6b54-bcdfg"), new("k8s.podName", "header-5c6d7e8f9b-hjklm"));

        var answer = await JudgeAsync("header", ("stepWeight", "0"));

        answer.Verdict().ShouldBe(verdict, answer.Reason());
    }

    /// <summary>Without a router Argo reaches a weight by pods: one of four gets a quarter of the traffic where 20 % were asked for.</summary>
    [Theory]
    [InlineData(0, "pass")]
    [InlineData(0.4, "fail")]
    public async Task A_canary_whose_weight_is_a_number_of_pods_is_judged_though_its_share_is_not_the_weight(double broken, string verdict)
    {
        await SeedAsync("replicas", broken, new("k8s.podName", "replicas-7d9f8c6b54-bcdfg"), new("k8s.podName", "replicas-5c6d7e8f9b-hjklm"));

        var answer = await JudgeAsync("replicas", ("stepWeight", "20"));

        answer.Verdict().ShouldBe(verdict, answer.Reason());
    }

    [Fact]
    public async Task A_policy_may_take_clusters_for_one()
    {
        await SeedAsync("one", 0, new("k8s.podName", "one-7d9f8c6b54-bcdfg"), new("k8s.podName", "one-5c6d7e8f9b-hjklm"), ("k8s.clusterName", "east"), ("k8s.clusterName", "west"));

        (await JudgeAsync("one")).Verdict().ShouldBe("inconclusive");
        (await JudgeAsync("one", ("policy", "clusters-alike"))).Verdict().ShouldBe("pass");
        (await JudgeAsync("one", ("policy", "clusters-alike"), ("cluster", "east"))).Verdict().ShouldBe("pass");
    }

    /// <summary>A KPI alone has no requests beside it that would show two clusters.</summary>
    [Fact]
    public async Task A_business_figure_of_two_clusters_is_not_judged_either()
    {
        await SeedAsync("figure", 0, new("k8s.podName", "figure-7d9f8c6b54-bcdfg"), new("k8s.podName", "figure-5c6d7e8f9b-hjklm"), ("k8s.clusterName", "east"), ("k8s.clusterName", "west"));
        var both = await JudgeAsync("figure", ("policy", "figure-alone"));
        await SeedAsync("figure", 0, new("k8s.podName", "figure-7d9f8c6b54-bcdfg"), new("k8s.podName", "figure-5c6d7e8f9b-hjklm"), ("k8s.clusterName", "east"), ("k8s.clusterName", "east"));

        both.Verdict().ShouldBe("inconclusive", both.Reason());
        both.Reason().ShouldContain("clusters east and west run figure under the same names");
        (await JudgeAsync("figure", ("policy", "figure-alone"))).Verdict().ShouldBe("pass");
    }

    private static KeyValuePair<string, string> Pod(string rollout, string hash, string suffix)
    {
        var name = $"{rollout}-{hash}-";
        return new("k8s.podName", (name.Length > 58 ? name[..58] : name) + suffix);
    }

    /// <summary>Stable alone for twenty minutes, then beside a canary with a quarter of the traffic.</summary>
    private async Task SeedAsync(
        string service, double broken, KeyValuePair<string, string> stable, KeyValuePair<string, string> canary, (string, string)? besideStable = null, (string, string)? besideCanary = null)
    {
        using var forgotten = await _simulator.Client.DeleteAsync("/simulator/events", TestContext.Current.CancellationToken);
        await Streams.SeedAsync(
            _simulator.Client, service, new Streams([], 450, -20, 0, Says(stable, besideStable)), new Streams([], 150, 0, broken, Says(canary, besideCanary)));

        static Dictionary<string, string> Says(KeyValuePair<string, string> slice, (string Name, string Value)? beside)
        {
            var said = new Dictionary<string, string> { ["k8s.namespaceName"] = "shop", [slice.Key] = slice.Value };
            if (beside is { } more)
            {
                said[more.Name] = more.Value;
            }

            return said;
        }
    }

    private async Task SampleAsync(params (string Hash, string Pod)[] pods)
    {
        var lines = new StringBuilder();
        foreach (var (hash, pod) in pods)
        {
            for (var minute = 0; minute < Streams.Minutes; minute++)
            {
                lines.Append(CultureInfo.InvariantCulture, $"{JsonSerializer.Serialize(new Dictionary<string, object>
                {
                    ["eventType"] = "K8sPodSample",
                    ["timestamp"] = Streams.Start.AddMinutes(minute).ToUnixTimeMilliseconds(),
                    ["podName"] = pod,
                    ["label.rollouts-pod-template-hash"] = hash,
                    ["clusterName"] = "east",
                })}\n");
            }
        }

        using var answer = await _simulator.Client.PostAsync("/simulator/events", new StringContent(lines.ToString(), Encoding.UTF8, "application/x-ndjson"), TestContext.Current.CancellationToken);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private async Task<JsonElement> JudgeAsync(string service, params (string Field, JsonNode? Value)[] changes) => await _gate.EvaluateAsync(Streams.Question(
        service, [("stableHash", Stable), ("canaryHash", Canary), .. changes]).ToJsonString()).JudgedAsync();

    private void Write(string name, string text)
    {
        var path = Path.Combine(_policies.Path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
