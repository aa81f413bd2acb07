using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using GateService.Notifications;
using GateService.Tests.Hosting;
using Microsoft.AspNetCore.Http;

namespace GateService.Tests.Notifications;

/// <summary>From a decision to a receiver that behaves well, badly, or not at all.</summary>
public sealed class DeliveryTests
{
    private static readonly SliceCounts Bad = new(903, 90);
    private static readonly SliceCounts Few = new(12, 0);

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

    [Fact]
    public async Task Slack_that_is_busy_gets_its_message_when_it_asked_for_it_and_the_next_ones_wait_behind()
    {
        await using var gate = await TellingGate.StartAsync("Slack");
        gate.Receiver.Answer = ReceiverDouble.Status(429, "rate_limited", retryAfter: 480);
        await gate.AskAsync(Bad);
        gate.Receiver.Answer = (http, _) => http.Response.WriteAsync("ok");
        foreach (var (canary, weight) in new[] { (SliceCounts.HealthyCanary, "5"), (Few, "25"), (Bad, "50") })
        {
            gate.Time.Advance(TimeSpan.FromMinutes(1));
            await gate.AskAsync(canary, weight);
        }

        gate.Time.Advance(TimeSpan.FromSeconds(299));
        await gate.SettleAsync();
        Headlines(gate).ShouldBe(["failed"], "nothing came before it was asked for");
        (await MessagesAsync(gate, "pending")).Count.ShouldBe(4);
        gate.Time.Advance(TimeSpan.FromSeconds(1));
        await gate.SettleAsync();

        Headlines(gate).ShouldBe(["failed", "failed", "passes now", "held", "failed"]);
        (await MessagesAsync(gate, "delivered")).Select(message => message.GetProperty("attempts").GetInt64()).Order().ShouldBe([1, 1, 1, 2]);
    }

    [Fact]
    public async Task A_receiver_that_asks_to_be_left_alone_for_years_holds_up_the_others_no_longer_than_a_message_is_tried()
    {
        await using var gate = await TellingGate.StartAsync("Slack");
        gate.Receiver.Answer = ReceiverDouble.Status(429, "rate_limited", retryAfter: int.MaxValue);
        await gate.AskAsync(Bad);
        gate.Receiver.Answer = (http, _) => http.Response.WriteAsync("ok");
        gate.Time.Advance(TimeSpan.FromMinutes(1));
        await gate.AskAsync(SliceCounts.HealthyCanary);
        gate.Time.Advance(TimeSpan.FromHours(23));
        await gate.SettleAsync();
        Headlines(gate).ShouldBe(["failed"]);

        gate.Time.Advance(TimeSpan.FromHours(1));
        await gate.SettleAsync();

        Headlines(gate).ShouldBe(["failed", "failed", "passes now"]);
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
    public async Task Recovered_never_comes_before_failed_however_long_the_receiver_is_away()
    {
        await using var gate = await TellingGate.StartAsync();
        gate.Receiver.Answer = ReceiverDouble.Status(503);
        await gate.AskAsync(Bad);
        gate.Time.Advance(TimeSpan.FromMilliseconds(100));
        await gate.AskAsync(SliceCounts.HealthyCanary);
        gate.Receiver.Answer = (http, _) => http.Response.WriteAsync("ok");
        await gate.SettleAsync();
        gate.Time.Advance(TimeSpan.FromMinutes(2));
        await gate.SettleAsync();

        Events(gate).ShouldBe(["failed", "failed", "recovered"]);
    }

    [Fact]
    public async Task A_dead_letter_holds_up_none_behind_it()
    {
        await using var gate = await TellingGate.StartAsync();
        gate.Receiver.Answer = ReceiverDouble.Status(400, "no");
        await gate.AskAsync(Bad);
        gate.Receiver.Answer = (http, _) => http.Response.WriteAsync("ok");
        gate.Time.Advance(TimeSpan.FromSeconds(1));
        await gate.AskAsync(SliceCounts.HealthyCanary);

        Events(gate).ShouldBe(["failed", "recovered"]);
        (await MessagesAsync(gate, "dead")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_channel_that_never_answers_holds_up_no_other()
    {
        await using var other = await ReceiverDouble.StartAsync();
        await using var gate = await TellingGate.StartAsync("Webhook", Second(other));
        var (hanging, heard) = (new TaskCompletionSource(), new TaskCompletionSource());
        gate.Receiver.Answer = (_, _) => hanging.Task;
        other.Answer = (http, _) =>
        {
            if (other.Received.Count == 3)
            {
                heard.SetResult();
            }

            return http.Response.WriteAsync("ok");
        };
        gate.NerdGraph.Answer = ScriptedNerdGraph.Slices(Bad, SliceCounts.Healthy);
        foreach (var service in new[] { "checkout", "catalog", "cart" })
        {
            await gate.Host.EvaluateAsync(Bodies.Step(("service", service)).ToJsonString()).JudgedAsync();
            gate.Time.Advance(TimeSpan.FromMilliseconds(10));
        }

        // By the loops of the gate itself: nobody sends for them here.
        await heard.Task.WaitAsync(TimeSpan.FromSeconds(30));
        other.Bodies.Select(body => body.GetProperty("data").GetProperty("service").GetString()).ShouldBe(["checkout", "catalog", "cart"]);
        gate.Receiver.Received.Count.ShouldBeLessThanOrEqualTo(1);
        hanging.SetResult();
    }

    [Fact]
    public async Task What_waits_for_a_channel_that_is_gone_is_a_dead_letter()
    {
        using var folder = new TemporaryFolder();
        var file = ("History:ConnectionString", (string?)$"Data Source={Path.Combine(folder.Path, "gate.db")};Pooling=False");
        await using var other = await ReceiverDouble.StartAsync();
        other.Answer = ReceiverDouble.Status(503);
        await using (var before = await TellingGate.StartAsync("Webhook", [.. Second(other), file]))
        {
            await before.AskAsync(Bad);
        }

        await using var after = await TellingGate.StartAsync("Webhook", file);
        after.Time.Advance(TimeSpan.FromMinutes(5));
        await after.SettleAsync();

        (await MessagesAsync(after, "dead")).ShouldHaveSingleItem().GetProperty("trouble").GetString().ShouldBe("no channel 'second' is configured any more");
    }

    [Fact]
    public async Task Slack_down_for_ten_minutes_delays_messages_and_loses_none()
    {
        await using var gate = await TellingGate.StartAsync("Slack");
        gate.Receiver.Answer = ReceiverDouble.Status(503);
        foreach (var weight in new[] { "5", "25", "50" })
        {
            await gate.AskAsync(Few, weight);
        }

        for (var second = 0; second < 600; second += 10)
        {
            gate.Time.Advance(TimeSpan.FromSeconds(10));
            await gate.SettleAsync();
        }

        var attempts = gate.Receiver.Received.Count;
        attempts.ShouldBeInRange(5, 60, "an outage costs few attempts");
        gate.Receiver.Answer = (http, _) => http.Response.WriteAsync("ok");
        gate.Time.Advance(TimeSpan.FromMinutes(2));
        await gate.SettleAsync();

        (await MessagesAsync(gate, "delivered")).Count.ShouldBe(3);
        gate.Receiver.Received.Count.ShouldBe(attempts + 3);
    }

    [Theory]
    [InlineData("Slack", 404, "channel_not_found")]
    [InlineData("Slack", 403, "action_prohibited")]
    [InlineData("SlackBot", 200, "{\"ok\":false,\"error\":\"channel_not_found\"}")]
    [InlineData("Teams", 400, "bad card")]
    public async Task A_wrong_channel_is_a_dead_letter_that_says_why_and_can_be_replayed(string kind, int status, string body)
    {
        await using var gate = await TellingGate.StartAsync(kind);
        gate.Receiver.Answer = ReceiverDouble.Status(status, body);
        await gate.AskAsync(Bad);

        var dead = (await MessagesAsync(gate, "dead")).ShouldHaveSingleItem();
        dead.GetProperty("trouble").GetString()!.ShouldContain(status == 200 ? "channel_not_found" : $"{status}");
        gate.Receiver.Answer = (http, _) => http.Response.WriteAsync("{\"ok\":true}");
        using var replay = await gate.Host.Client.PostAsync($"/v1/outbox/{dead.GetProperty("id").GetString()}/replay", null);
        await gate.SettleAsync();

        replay.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await MessagesAsync(gate, "delivered")).ShouldHaveSingleItem();
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
    public async Task A_message_that_nobody_takes_for_a_day_is_dead()
    {
        await using var gate = await TellingGate.StartAsync();
        gate.Receiver.Answer = ReceiverDouble.Status(500, "oh no");
        await gate.AskAsync(Bad);

        gate.Time.Advance(TimeSpan.FromHours(24));
        await gate.SettleAsync();

        (await MessagesAsync(gate, "dead")).ShouldHaveSingleItem().GetProperty("trouble").GetString()!.ShouldContain("given up after 24 h");
    }

    [Fact]
    public async Task A_receiver_that_never_answers_holds_up_no_verdict()
    {
        await using var gate = await TellingGate.StartAsync();
        var (hanging, heard) = (new TaskCompletionSource(), new TaskCompletionSource());
        gate.Receiver.Answer = (_, _) =>
        {
            heard.TrySetResult();
            return hanging.Task;
        };
        gate.NerdGraph.Answer = ScriptedNerdGraph.Slices(Bad, SliceCounts.Healthy);
        await gate.Host.EvaluateAsync(Bodies.Step().ToJsonString()).JudgedAsync();
        await heard.Task.WaitAsync(TimeSpan.FromSeconds(30));

        (await gate.Host.EvaluateAsync(Bodies.Step(("stepWeight", "25")).ToJsonString()).JudgedAsync()).Verdict().ShouldBe("fail");

        hanging.SetResult();
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

    private static (string, string?)[] Second(ReceiverDouble receiver) =>
    [
        ("Notifications:Channels:1:Name", "second"), ("Notifications:Channels:1:Kind", "Webhook"), ("Notifications:Channels:1:Url", receiver.Url.ToString()), ("Notifications:Channels:1:Secret", "another"),
    ];

    /// <summary>What Slack heard, by the word of its headline that tells.</summary>
    private static IEnumerable<string?> Headlines(TellingGate gate) => gate.Receiver.Bodies.Select(body => body.GetProperty("blocks")[0].GetProperty("text").GetProperty("text").GetString()!)
        .Select(headline => new[] { "failed", "held", "passes now" }.FirstOrDefault(word => headline.Contains(word, StringComparison.Ordinal)));

    private static IEnumerable<string> Events(TellingGate gate) => gate.Receiver.Bodies.Select(body => body.GetProperty("type").GetString()!.Split('.')[^1]);

    private static async Task<IReadOnlyList<JsonElement>> MessagesAsync(TellingGate gate, string state) =>
        [.. (await gate.Host.Client.GetFromJsonAsync<JsonElement>($"/v1/outbox?state={state}")).GetProperty("messages").EnumerateArray()];
}
