using System.Net.Http.Json;
using System.Text.Json;
using GateService.Tests.Hosting;

namespace GateService.Tests.Simulated;

/// <summary>A question that only explains is refused, fails or is too slow, and every other is answered: the verdict stays what it is, and what is not known is said.</summary>
public sealed class NiceToHaveTests(SimulatedGate fixture) : IClassFixture<SimulatedGate>, IAsyncLifetime
{
    private static readonly string[] Explaining = ["errors", "errors_stable", "calls", "failed_calls", "failed_requests", "quantiles"];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync() => await fixture.Simulator.DeleteAsync("/simulator/faults");

    public static TheoryData<string, string, string> Refused
    {
        get
        {
            var cases = new TheoryData<string, string, string>();
            foreach (var (query, i) in Explaining.Select((query, i) => (query, i)))
            {
                var errorClass = new[] { "INVALID_INPUT", "SERVER_ERROR", "TIMEOUT", "TOO_MANY_REQUESTS" }[i % 4];
                cases.Add(query, errorClass, "errorBurst");
                cases.Add(query, errorClass, "slowQueryPlan");
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task The_verdict_does_not_hang_on_a_question_that_only_explains(string query, string errorClass, string kind)
    {
        var body = await fixture.PlayAsync(kind, $"without-{query.Replace('_', '-')}-{kind.ToLowerInvariant()}", 25);
        var whole = await fixture.Gate.EvaluateAsync(body.ToJsonString()).JudgedAsync();
        await fixture.Simulator.PutAsJsonAsync("/simulator/faults", new[] { new { kind = "errorClass", errorClass, message = "refused by the test", match = await AliasAsync(query) } });

        var without = await fixture.Gate.EvaluateAsync(body.ToJsonString()).JudgedAsync();

        whole.Verdict().ShouldBe("fail", whole.Reason());
        without.Verdict().ShouldBe(whole.Verdict(), without.Reason());
        Warnings(whole).ShouldNotContain(warning => warning.Contains("refused by the test", StringComparison.Ordinal));
        Warnings(without).ShouldContain(warning => warning.Contains("refused by the test", StringComparison.Ordinal), string.Join('\n', Warnings(without)));
    }

    /// <summary>Where the time goes shows a starved canary that keeps its limits: of that one the gate does not let pass what it could not ask.</summary>
    [Theory]
    [InlineData("starvedCanary", "inconclusive")]
    [InlineData("errorBurst", "fail")]
    [InlineData("slowQueryPlan", "fail")]
    public async Task Where_the_time_goes_is_needed_to_pass_and_never_to_fail(string kind, string verdict)
    {
        var body = await fixture.PlayAsync(kind, $"without-times-{kind.ToLowerInvariant()}", 25);
        await fixture.Gate.EvaluateAsync(body.ToJsonString()).JudgedAsync();
        await fixture.Simulator.PutAsJsonAsync("/simulator/faults", new[] { new { kind = "errorClass", errorClass = "TIMEOUT", message = "refused by the test", match = await AliasAsync("times") } });

        var answer = await fixture.Gate.EvaluateAsync(body.ToJsonString()).JudgedAsync();

        answer.Verdict().ShouldBe(verdict, answer.Reason());
    }

    /// <summary>Whether its young pods alone are why is needed to fail: a fault of New Relic fails nobody.</summary>
    [Theory]
    [InlineData("errorBurst", "TIMEOUT")]
    [InlineData("slowQueryPlan", "SERVER_ERROR")]
    public async Task Which_pods_are_young_is_needed_to_fail(string kind, string errorClass)
    {
        var body = await fixture.PlayAsync(kind, $"without-pods-{kind.ToLowerInvariant()}", 25);
        var whole = await fixture.Gate.EvaluateAsync(body.ToJsonString()).JudgedAsync();
        await fixture.Simulator.PutAsJsonAsync("/simulator/faults", new[] { new { kind = "errorClass", errorClass, message = "refused by the test", match = await AliasAsync("canary_pods") } });

        var without = await fixture.Gate.EvaluateAsync(body.ToJsonString()).JudgedAsync();

        without.Verdict().ShouldBe("inconclusive", without.Reason());
        without.Reason().ShouldContain("but whether only young pods are why could not be asked: ");
        without.Reason().ShouldContain("refused by the test");
        whole.Verdict().ShouldBe("fail", whole.Reason());
    }

    [Theory]
    [InlineData("healthy", "pass")]
    [InlineData("slowQueryPlan", "fail")]
    public async Task Stables_own_latency_of_before_is_compared_where_it_is_known_and_said_to_be_unknown_where_not(string kind, string verdict)
    {
        var body = await fixture.PlayAsync(kind, $"without-past-{kind.ToLowerInvariant()}", 25);
        await fixture.Simulator.PutAsJsonAsync("/simulator/faults", new[] { new { kind = "errorClass", errorClass = "TIMEOUT", message = "refused by the test", match = "q0_stable_quantiles" } });

        var first = await fixture.Gate.EvaluateAsync(body.ToJsonString()).JudgedAsync();
        var second = await fixture.Gate.EvaluateAsync(body.ToJsonString()).JudgedAsync();

        foreach (var answer in new[] { first, second })
        {
            answer.Verdict().ShouldBe(verdict, answer.Reason());
            Warnings(answer).ShouldContain(warning => warning.StartsWith("stable's own quantiles before the rollout are not known", StringComparison.Ordinal));
        }

        second.GetProperty("evidence").GetProperty("posts").GetInt32().ShouldBe(verdict == "fail" ? 3 : 1, "what was too slow a moment ago is not asked again at once; of a canary that would fail, what explains it and its pods are");
    }

    /// <summary>The alias under which the last evaluation asked a query.</summary>
    private async Task<string> AliasAsync(string query)
    {
        var requests = await fixture.Simulator.GetFromJsonAsync<JsonElement>("/simulator/requests");
        var asked = requests.GetProperty("requests").EnumerateArray().SelectMany(request => request.GetProperty("queries").EnumerateArray().Select(one => one.GetProperty("alias").GetString()!));
        return asked.Distinct().Single(alias => alias[(alias.IndexOf('_', StringComparison.Ordinal) + 1)..] == query);
    }

    private static List<string> Warnings(JsonElement answer) => [.. answer.GetProperty("warnings").EnumerateArray().Select(warning => warning.GetString()!)];
}
