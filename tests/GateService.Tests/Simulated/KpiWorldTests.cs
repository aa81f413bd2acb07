using System.Text.Json;
using System.Text.Json.Nodes;
using GateService.Tests.Hosting;

namespace GateService.Tests.Simulated;

/// <summary>
/// A canary that loses a third of its checkouts while every request is answered well: only a KPI sees it, and every form that can express it does. Its twin, whose
/// checkouts are what they were, passes.
/// </summary>
public sealed class KpiWorldTests(KpiGate fixture) : IClassFixture<KpiGate>
{
    public static TheoryData<string> Seeing => [.. KpiGate.Seeing.Keys];

    [Theory]
    [MemberData(nameof(Seeing))]
    public async Task A_drop_of_conversions_fails_whatever_form_tells_it(string form)
    {
        var answer = await fixture.AskAsync("conversionDrop", form);

        answer.Verdict().ShouldBe("fail", answer.Reason());
        answer.Reason().ShouldStartWith("indicator ");
    }

    [Theory]
    [MemberData(nameof(Seeing))]
    public async Task Its_healthy_twin_passes(string form)
    {
        var answer = await fixture.AskAsync("healthy", form);

        answer.Verdict().ShouldBe("pass", answer.Reason());
    }

    [Theory]
    [InlineData("mean")]
    [InlineData("mean-stable")]
    [InlineData("percentile")]
    [InlineData("gauge")]
    public async Task What_a_checkout_is_worth_did_not_change(string form)
    {
        var answer = await fixture.AskAsync("conversionDrop", form);

        answer.Verdict().ShouldBe("pass", answer.Reason());
    }

    [Fact]
    public async Task Stable_as_the_limit_holds_where_nothing_of_stable_is()
    {
        var answer = await fixture.AskAsync("healthy", "stable", ("strategy", "blueGreen"));

        answer.Verdict().ShouldBe("inconclusive");
        answer.Reason().ShouldContain("not comparable: stable is its limit");
        answer.GetProperty("warnings").EnumerateArray().Select(warning => warning.GetString()).ShouldContain(warning => warning!.StartsWith("refusal-rate is not judged", StringComparison.Ordinal));
    }
}

/// <summary>The gate over two worlds of the simulator, and a policy for every form of a KPI.</summary>
public sealed class KpiGate : IAsyncLifetime
{
    private readonly SimulatedGate _simulated = new();
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, JsonObject> _worlds = [];
    private GateHost _gate = null!;

    /// <summary>Forms that can express what the world does.</summary>
    internal static IReadOnlyDictionary<string, string> Seeing { get; } = new Dictionary<string, string>
    {
        ["ratio"] = "form: ratio, numerator: \"outcome = 'ok'\", atLeast: 90%",
        ["no-promise"] = "form: ratio, numerator: \"outcome = 'ok'\", atLeast: 90%, promise: false",
        ["margin"] = "form: ratio, numerator: \"outcome = 'ok'\", atLeast: 90%, margin: 1.5",
        ["mirror"] = "form: ratio, numerator: \"outcome != 'ok'\", atMost: 10%",
        ["stable"] = "form: ratio, numerator: \"outcome = 'ok'\", atLeast: stable",
        ["mirror-stable"] = "form: ratio, numerator: \"outcome != 'ok'\", atMost: stable",
        ["threshold"] = "judge: threshold, form: ratio, numerator: \"outcome = 'ok'\", atLeast: stable",
        ["rate"] = "form: rate, where: \"outcome = 'ok'\", per: request, atLeast: 0.07",
        ["rate-minute"] = "form: rate, where: \"outcome = 'ok'\", atLeast: 18",
        ["rate-stable"] = "form: rate, where: \"outcome = 'ok'\", atLeast: stable",
        ["sum"] = "form: sum, attribute: amount, where: \"outcome = 'ok'\", per: request, atLeast: 3",
        ["sum-stable"] = "form: sum, attribute: amount, where: \"outcome = 'ok'\", atLeast: stable",
        ["unique"] = "form: uniqueCount, attribute: amount, where: \"outcome = 'ok'\", atLeast: 18",
    };

    private static readonly Dictionary<string, string> Others = new()
    {
        ["mean"] = "form: mean, attribute: amount, atLeast: 30",
        ["mean-stable"] = "form: mean, attribute: amount, atLeast: stable, margin: 1.5",
        ["percentile"] = "form: percentile, attribute: amount, quantile: 0.5, atLeast: 20",
        ["gauge"] = "form: gauge, attribute: amount, reading: average, atLeast: 10",
    };

    public async ValueTask InitializeAsync()
    {
        await _simulated.InitializeAsync();
        foreach (var (name, content) in Repository.PolicyFiles())
        {
            await File.WriteAllTextAsync(_folder.File(name.Replace('/', '-')), content);
        }

        foreach (var (form, kpi) in Seeing.Concat(Others))
        {
            await File.WriteAllTextAsync(_folder.File($"kpi-{form}.yaml"), $"kind: policy\nname: kpi-{form}\nextends: http-default\nobjectives:\n  indicator: {{kind: kpi, eventType: CheckoutCompleted, {kpi}}}\n");
        }

        _gate = await GateHost.StartAsync(new Uri(_simulated.Simulator.BaseAddress!, "/graphql"), _ => { }, [.. GateHost.Patient, ("Policies:Directory", _folder.Path)]);
        foreach (var world in new[] { "conversionDrop", "healthy" })
        {
            _worlds[world] = await _simulated.PlayAsync(world, $"kpi-{world.ToLowerInvariant()}", 25, requestsPerSecond: 20);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _gate.DisposeAsync();
        await _simulated.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Ten minutes at weight 25, judged by http-default and one more objective.</summary>
    internal async Task<JsonElement> AskAsync(string world, string form, params (string Field, string Value)[] changes)
    {
        var body = _worlds[world].DeepClone().AsObject();
        body["policy"] = $"kpi-{form}";
        foreach (var (field, value) in changes)
        {
            body[field] = value;
        }

        return await _gate.EvaluateAsync(body.ToJsonString()).JudgedAsync();
    }
}
