using System.Text;
using System.Text.Json;
using GateService.Notifications;
using GateService.Tests.Hosting;
using Microsoft.AspNetCore.Http;

namespace GateService.Tests.Notifications;

/// <summary>From a decision to a receiver that behaves well, badly, or not at all.</summary>
public sealed class DeliveryTests : DeliveryCases
{
    [Fact]
    public async Task A_rollout_is_told_once_each_of_its_failing_holding_recovering_and_end()
    {
        await using var gate = await TellingGate.StartAsync();
        foreach (var (canary, weight) in new[]
        {
            (SliceCounts.HealthyCanary, "5"), (Few, "25"), (Few, "25"), (SliceCounts.HealthyCanary, "25"), (SliceCounts.HealthyCanary, "25"), (Bad, "50"), (Bad, "50"), (SliceCounts.HealthyCanary, "50"),
            (SliceCounts.HealthyCanary, "100"), (SliceCounts.HealthyCanary, "100"),
        })
        {
            await gate.AskAsync(canary, weight);
            gate.Time.Advance(TimeSpan.FromMinutes(1));
        }

        Events(gate).ShouldBe(["held", "recovered", "failed", "recovered", "completed"]);
        var changed = gate.Receiver.Bodies[2].GetProperty("data").GetProperty("changed").GetString();
        changed.ShouldNotBeNull().ShouldContain("pass at 12:04 UTC at weight 25, since then");
        changed.ShouldNotBeNull().ShouldContain("error-rate 0 % to 10 %");
    }

    [Fact]
    public async Task Two_replicas_that_decide_at_once_tell_once()
    {
        using var folder = new TemporaryFolder();
        var file = ("History:ConnectionString", (string?)$"Data Source={Path.Combine(folder.Path, "gate.db")};Pooling=False");
        await using var one = await TellingGate.StartAsync("Webhook", file);
        await using var other = await TellingGate.StartAsync("Webhook", file);
        TellingGate[] replicas = [one, other];
        foreach (var replica in replicas)
        {
            replica.NerdGraph.Answer = ScriptedNerdGraph.Slices(Bad, SliceCounts.Healthy);
        }

        await Task.WhenAll(replicas.SelectMany(replica => Enumerable.Range(0, 4).Select(_ => replica.Host.EvaluateAsync(Bodies.Step().ToJsonString()).JudgedAsync())));
        await Task.WhenAll(replicas.Select(replica => replica.SettleAsync()));

        replicas.SelectMany(Events).ShouldBe(["failed"]);
    }

    [Fact]
    public async Task A_past_moment_is_told_to_nobody_unless_wanted()
    {
        await using var gate = await TellingGate.StartAsync();
        await using var demo = await TellingGate.StartAsync("Webhook", ("History:PastMoments", "true"));
        foreach (var each in new[] { gate, demo })
        {
            each.NerdGraph.Answer = ScriptedNerdGraph.Slices(Bad, SliceCounts.Healthy);
            await each.Host.EvaluateAsync(Bodies.Step(("at", "2026-01-01T12:00:00Z")).ToJsonString()).JudgedAsync();
            await each.SettleAsync();
        }

        gate.Receiver.Received.ShouldBeEmpty();
        Events(demo).ShouldBe(["failed"]);
    }

    [Fact]
    public async Task A_channel_hears_of_its_teams_and_services_only()
    {
        await using var gate = await TellingGate.StartAsync(
            "Webhook", ("Notifications:Channels:0:Teams:0", "plat*"), ("Notifications:Channels:0:Services:0", "catalog"),
            ("Notifications:Channels:1:Name", "other"), ("Notifications:Channels:1:Kind", "Slack"), ("Notifications:Channels:1:Url", "http://127.0.0.1:9/"), ("Notifications:Channels:1:Teams:0", "nobody"));

        await gate.AskAsync(Bad);
        gate.Receiver.Received.ShouldBeEmpty();
        await gate.Host.EvaluateAsync(Bodies.Step(("service", "catalog")).ToJsonString()).JudgedAsync();
        await gate.SettleAsync();

        Events(gate).ShouldBe(["failed"]);
        (await MessagesAsync(gate, "pending")).ShouldBeEmpty("nothing waits for the channel of another team");
    }

    [Fact]
    public async Task A_webhook_is_a_CloudEvent_signed_with_the_secret()
    {
        await using var gate = await TellingGate.StartAsync();

        var answer = await gate.AskAsync(Bad);

        var (_, body, headers) = gate.Receiver.Received.ShouldHaveSingleItem();
        headers["X-Gate-Signature"].ShouldBe(CloudEvent.Sign(Encoding.UTF8.GetBytes(body), "signing-secret"));
        headers["Content-Type"].ShouldStartWith("application/cloudevents+json");
        var told = JsonSerializer.Deserialize<JsonElement>(body);
        (told.GetProperty("specversion").GetString(), told.GetProperty("type").GetString()).ShouldBe(("1.0", "gate.rollout.failed"));
        told.GetProperty("subject").GetString().ShouldBe(answer.GetProperty("decision").GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("SlackBot", "Authorization", "Bearer xoxb-secret")]
    [InlineData("NewRelicEvent", "Api-Key", "xoxb-secret")]
    public async Task A_token_from_a_file_with_a_line_break_behind_it_is_sent_without(string kind, string header, string value)
    {
        await using var gate = await TellingGate.StartAsync(kind, ("Notifications:Channels:0:Token", " xoxb-secret\r\n"), ("Notifications:Channels:0:Events:0", "Failed"));
        gate.Receiver.Answer = (http, _) => http.Response.WriteAsync("{\"ok\":true}");

        await gate.AskAsync(Bad);

        gate.Receiver.Received.ShouldHaveSingleItem().Headers[header].ShouldBe(value);
        (await MessagesAsync(gate, "delivered")).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("Token", "xoxb secret", "Notifications:Channels:0:Token holds a character that no token has")]
    [InlineData("Token", "xoxb-s\u00e9cret", "Notifications:Channels:0:Token holds a character that no token has")]
    [InlineData("Account", "-1", "Notifications:Channels:0:Account: expected the number of a New Relic account")]
    public async Task What_could_never_be_sent_stops_the_start(string field, string value, string fault)
    {
        var refused = await Should.ThrowAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => TellingGate.StartAsync("NewRelicEvent", ($"Notifications:Channels:0:{field}", value)));

        refused.Failures.ShouldHaveSingleItem().ShouldStartWith(fault);
    }

    [Fact]
    public async Task A_bot_speaks_with_its_token_in_its_channel_and_a_passing_trouble_is_tried_again()
    {
        await using var gate = await TellingGate.StartAsync("SlackBot");
        gate.Receiver.Answer = ReceiverDouble.Status(200, "{\"ok\":false,\"error\":\"internal_error\"}");
        await gate.AskAsync(Bad);
        gate.Receiver.Answer = ReceiverDouble.Status(200, "{\"ok\":true}");
        gate.Time.Advance(TimeSpan.FromSeconds(2));
        await gate.SettleAsync();

        gate.Receiver.Bodies.Count.ShouldBe(2);
        gate.Receiver.Bodies[1].GetProperty("channel").GetString().ShouldBe("#rollouts");
        gate.Receiver.Received.Last().Headers["Authorization"].ShouldBe("Bearer xoxb-secret");
    }

    [Fact]
    public async Task No_answer_of_the_outbox_holds_a_secret()
    {
        await using var gate = await TellingGate.StartAsync("SlackBot");
        gate.Receiver.Answer = ReceiverDouble.Status(400, "no");
        await gate.AskAsync(Bad);
        List<string> answers = [await gate.Host.Client.GetStringAsync("/v1/outbox?state=dead")];
        var id = (await MessagesAsync(gate, "dead")).ShouldHaveSingleItem().GetProperty("id").GetString();
        gate.Receiver.Answer = ReceiverDouble.Status(503, "busy");
        using var replay = await gate.Host.Client.PostAsync($"/v1/outbox/{id}/replay", null);
        answers.Add(await replay.Content.ReadAsStringAsync());
        await gate.SettleAsync();
        answers.Add(await gate.Host.Client.GetStringAsync("/v1/outbox?state=pending"));
        gate.Receiver.Answer = ReceiverDouble.Status(200, "{\"ok\":true}");
        gate.Time.Advance(TimeSpan.FromMinutes(2));
        await gate.SettleAsync();
        answers.Add(await gate.Host.Client.GetStringAsync("/v1/outbox?state=delivered"));

        string[] secrets = ["xoxb-secret", "signing-secret", gate.Receiver.Url.ToString()];
        answers.ShouldAllBe(text => text.Contains("\"channel\":\"team\"", StringComparison.Ordinal) && !secrets.Any(secret => text.Contains(secret, StringComparison.Ordinal)));
    }
}
