using GateService.Tests.Hosting;

namespace GateService.Tests.Notifications;

/// <summary>The store is away, a rollout fails and Argo aborts it: somebody is told all the same, once.</summary>
public sealed class UnkeptMessageTests
{
    [Fact]
    public async Task A_fail_that_cannot_be_kept_is_told_once_and_nothing_else_is()
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        await using var receiver = await ReceiverDouble.StartAsync();
        // Nothing is there, so that every write fails at once.
        await using var gate = await GateHost.StartAsync(
            nerdGraph,
            ("History:ConnectionString", "Host=127.0.0.1;Port=9;Username=nobody;Timeout=1"), ("Notifications:Channels:0:Name", "team"), ("Notifications:Channels:0:Kind", "Webhook"), ("Notifications:Channels:0:Secret", "signing-secret"), ("Notifications:Channels:0:Url", receiver.Url.ToString()));
        (await gate.EvaluateAsync(Bodies.Step(("service", "healthy")).ToJsonString()).JudgedAsync()).Verdict().ShouldBe("pass");
        nerdGraph.Answer = ScriptedNerdGraph.Slices(new SliceCounts(1000, 200), SliceCounts.Healthy);

        for (var asked = 0; asked < 2; asked++)
        {
            var answer = await gate.EvaluateAsync(Bodies.Step().ToJsonString()).JudgedAsync();
            answer.Verdict().ShouldBe("fail", answer.Reason());
            answer.Warnings().ShouldContain(warning => warning.StartsWith("this decision could not be stored"));
        }

        (await gate.EvaluateAsync(Bodies.Step(("service", "another")).ToJsonString()).JudgedAsync()).Verdict().ShouldBe("fail");
        while (receiver.Received.Count < 2)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        receiver.Bodies.Select(body => body.GetProperty("data").GetProperty("service").GetString()).ShouldBe(["checkout", "another"]);
    }

    [Fact]
    public async Task What_did_not_arrive_is_sent_again_when_the_step_fails_again_and_no_more_once_it_did()
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        await using var receiver = await ReceiverDouble.StartAsync();
        await using var gate = await GateHost.StartAsync(
            nerdGraph,
            ("History:ConnectionString", "Host=127.0.0.1;Port=9;Username=nobody;Timeout=1"), ("Notifications:Channels:0:Name", "team"), ("Notifications:Channels:0:Kind", "Webhook"), ("Notifications:Channels:0:Secret", "signing-secret"), ("Notifications:Channels:0:Url", receiver.Url.ToString()));
        nerdGraph.Answer = ScriptedNerdGraph.Slices(new SliceCounts(1000, 200), SliceCounts.Healthy);
        receiver.Answer = ReceiverDouble.Status(503);
        await AskAsync("checkout", 1);

        receiver.Answer = ReceiverDouble.Status(200, "ok");
        await AskAsync("checkout", 2);
        // Told in turn: where a third of the same step was sent it came before this one.
        await gate.EvaluateAsync(Bodies.Step().ToJsonString()).JudgedAsync();
        await AskAsync("another", 3);

        receiver.Bodies.Select(body => body.GetProperty("data").GetProperty("service").GetString()).ShouldBe(["checkout", "checkout", "another"]);

        async Task AskAsync(string service, int received)
        {
            (await gate.EvaluateAsync(Bodies.Step(("service", service)).ToJsonString()).JudgedAsync()).Verdict().ShouldBe("fail");
            while (receiver.Received.Count < received)
            {
                await Task.Delay(10, TestContext.Current.CancellationToken);
            }
        }
    }
}
