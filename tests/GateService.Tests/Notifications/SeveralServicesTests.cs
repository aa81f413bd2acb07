using System.Net.Http.Headers;
using System.Text;
using GateService.Outbox;
using GateService.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace GateService.Tests.Notifications;

/// <summary>One rollout that several services, policies and teams ask about: each is told of for itself, and nobody of a peace that is none.</summary>
public sealed class SeveralServicesTests
{
    private static readonly SliceCounts Bad = new(903, 90);
    private static readonly SliceCounts Good = SliceCounts.HealthyCanary;

    [Fact]
    public async Task A_second_failing_service_of_a_rollout_is_told_too_and_each_once()
    {
        await using var gate = await TellingGate.StartAsync();

        await AskAsync(gate, "worker", Bad);
        await AskAsync(gate, "web", Bad);
        await AskAsync(gate, "web", Bad);
        await AskAsync(gate, "worker", Bad);

        Heard(gate).ShouldBe(["worker failed", "web failed"]);
    }

    [Fact]
    public async Task A_service_that_never_failed_gives_no_all_clear()
    {
        await using var gate = await TellingGate.StartAsync();

        await AskAsync(gate, "worker", Bad);
        await AskAsync(gate, "web", Good);
        Heard(gate).ShouldBe(["worker failed"]);
        await AskAsync(gate, "worker", Good);
        await AskAsync(gate, "web", Good);

        Heard(gate).ShouldBe(["worker failed", "worker recovered"]);
    }

    [Theory]
    [InlineData("50", "recovered")]
    [InlineData("100", "completed")]
    public async Task All_is_well_when_the_last_service_passes_and_not_before(string weight, string well)
    {
        await using var gate = await TellingGate.StartAsync();

        await AskAsync(gate, "worker", Bad, weight);
        await AskAsync(gate, "web", Bad, weight);
        await AskAsync(gate, "web", Good, weight);
        Heard(gate).ShouldBe(["worker failed", "web failed"]);
        await AskAsync(gate, "worker", Good, weight);

        Heard(gate).ShouldBe(["worker failed", "web failed", $"worker {well}"]);
    }

    [Fact]
    public async Task Another_policy_of_the_same_service_gives_no_all_clear_either()
    {
        using var folder = new TemporaryFolder();
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("policies"), "*.yaml"))
        {
            File.Copy(file, folder.File(Path.GetFileName(file)));
        }

        await File.WriteAllTextAsync(folder.File("another.yaml"), "kind: policy\nname: another\nextends: http-threshold\n");
        await using var gate = await TellingGate.StartAsync("Webhook", ("Policies:Directory", folder.Path));

        await AskAsync(gate, "web", Bad);
        await AskAsync(gate, "web", Good, more: ("policy", "another"));
        Heard(gate).ShouldBe(["web failed"]);
        await AskAsync(gate, "web", Good);

        Heard(gate).ShouldBe(["web failed", "web recovered"]);
    }

    [Fact]
    public async Task A_channel_of_one_service_hears_of_its_recovery_whatever_the_others_do()
    {
        await using var gate = await TellingGate.StartAsync("Webhook", ("Notifications:Channels:0:Services:0", "web"));

        await AskAsync(gate, "worker", Bad);
        await AskAsync(gate, "web", Bad);
        await AskAsync(gate, "web", Good);

        Heard(gate).ShouldBe(["web failed", "web recovered"]);
    }

    [Fact]
    public async Task A_fail_of_long_ago_holds_back_no_good_news()
    {
        await using var gate = await TellingGate.StartAsync();
        await AskAsync(gate, "worker", Bad);
        await AskAsync(gate, "web", Bad);
        gate.Time.Advance(TimeSpan.FromMinutes(9));
        await AskAsync(gate, "web", Bad);

        gate.Time.Advance(TimeSpan.FromMinutes(2));
        await AskAsync(gate, "web", Good);

        Heard(gate).ShouldBe(["worker failed", "web failed", "web recovered"]);
    }

    [Fact]
    public async Task Another_teams_question_about_a_rollout_of_that_name_swallows_nothing_and_calms_nobody()
    {
        await using var gate = await TellingGate.StartAsync(
            "Webhook", ("Auth:Tokens:1:Name", "pay"), ("Auth:Tokens:1:Team", "pay"), ("Auth:Tokens:1:Sha256", GateHost.Sha256("token of pay")), ("Auth:Tokens:1:Services:0", "*"), ("Auth:Tokens:1:Namespaces:0", "*"));

        await AskAsync(gate, "web", Bad, token: "token of pay");
        await AskAsync(gate, "web", Bad);
        await AskAsync(gate, "web", Good, token: "token of pay");
        await AskAsync(gate, "web", Bad, "50", token: "token of pay");
        await AskAsync(gate, "web", Good);

        gate.Receiver.Bodies.Select(body => $"{body.GetProperty("data").GetProperty("team").GetString()} {Event(body)}").ShouldBe(["pay failed", "platform failed", "pay recovered", "pay failed", "platform recovered"]);
    }

    [Fact]
    public async Task The_key_of_a_message_holds_team_and_service_apart()
    {
        await using var gate = await TellingGate.StartAsync();

        await AskAsync(gate, "we|b%", Bad);

        var store = gate.Host.App.Services.GetRequiredService<OutboxStore>();
        var began = gate.Time.GetUtcNow().AddSeconds(-1).ToUnixTimeMilliseconds();
        (await store.ListAsync(OutboxState.Delivered, null, 10, default)).ShouldHaveSingleItem().DedupKey.ShouldBe($"platform|we%7Cb%25|shop|app|5c6d7e8f|{began}|weight 5|failed|team");
    }

    [Fact]
    public async Task The_same_rollout_of_another_cluster_is_told_of_for_itself()
    {
        await using var gate = await TellingGate.StartAsync();

        await AskAsync(gate, "web", Bad, more: ("cluster", "east"));
        await AskAsync(gate, "web", Bad, more: ("cluster", "west"));
        await AskAsync(gate, "web", Good, more: ("cluster", "east"));
        await AskAsync(gate, "web", Bad, more: ("cluster", "west"));

        gate.Receiver.Bodies.Select(body => $"{body.GetProperty("data").GetProperty("cluster").GetString()} {Event(body)}").ShouldBe(["east failed", "west failed", "east recovered"]);
        gate.Receiver.Bodies[0].GetProperty("data").GetProperty("links").GetProperty("rollout").GetString().ShouldNotBeNull().ShouldEndWith("/rollouts/shop/app?cluster=east");
    }

    private static async Task AskAsync(TellingGate gate, string service, SliceCounts canary, string weight = "5", string token = GateHost.Token, params (string Field, System.Text.Json.Nodes.JsonNode? Value)[] more)
    {
        gate.NerdGraph.Answer = ScriptedNerdGraph.Slices(canary, SliceCounts.Healthy);
        using var question = new HttpRequestMessage(HttpMethod.Post, "/v1/gates/evaluate")
        {
            Content = new StringContent(Bodies.Step([("service", service), ("rollout", "app"), ("stepWeight", weight), .. more]).ToJsonString(), Encoding.UTF8, "application/json"),
        };
        question.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        (await gate.Host.Client.SendAsync(question).JudgedAsync()).Verdict().ShouldBe(canary == Bad ? "fail" : "pass");
        await gate.SettleAsync();
        gate.Time.Advance(TimeSpan.FromSeconds(1));
    }

    private static IEnumerable<string> Heard(TellingGate gate) => gate.Receiver.Bodies.Select(body => $"{body.GetProperty("data").GetProperty("service").GetString()} {Event(body)}");

    private static string Event(System.Text.Json.JsonElement body) => body.GetProperty("type").GetString()!.Split('.')[^1];
}
