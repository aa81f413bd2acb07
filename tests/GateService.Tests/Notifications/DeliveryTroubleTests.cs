using System.Net;
using GateService.Tests.Hosting;
using Microsoft.AspNetCore.Http;

namespace GateService.Tests.Notifications;

/// <summary>From a decision to a receiver that is busy, wrong, slow or gone: messages wait, keep their order, and none is lost without a word.</summary>
public sealed class DeliveryTroubleTests : DeliveryCases
{
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
}
