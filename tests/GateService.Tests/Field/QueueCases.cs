using GateService.Tests.Hosting;

namespace GateService.Tests.Field;

/// <summary>Workers that are rolled pod by pod: the queue is all that tells of them, and its lag has a past of its own.</summary>
public sealed class QueueCases(FieldGate gate) : IClassFixture<FieldGate>
{
    private const int Until = FieldRollout.Judged;

    /// <summary>
    /// The limit is 1,000. It was there before the rollout and stays, grows or shrinks; consumers were dealt out anew and it drains; it grows from the rollout's begin and does not; nothing of all that.
    /// </summary>
    [Theory]
    [InlineData("stays", "inconclusive", "as it was when the rollout began")]
    [InlineData("shrinks", "inconclusive", "over limit 1,000, ")]
    [InlineData("is over", "pass", "queue-lag 4")]
    [InlineData("grows on", "fail", "queue-lag ")]
    [InlineData("drains", "inconclusive", "and falling since")]
    [InlineData("drained", "pass", "queue-lag 1")]
    [InlineData("grows", "fail", "queue-lag ")]
    [InlineData("leaps", "fail", "queue-lag ")]
    [InlineData("is well", "pass", "queue-lag 1")]
    public async Task Lag_that_the_change_need_not_have_made_never_fails(string story, string verdict, string said)
    {
        var rollout = new FieldRollout("digests").With(Enumerable.Range(0, Until * 4).Select(quarter => (At: FieldRollout.Begin.AddSeconds((15 * quarter) + 5).ToUnixTimeMilliseconds(), Lag: Lag(story, quarter / 4.0)))
            .Select(reading => $$"""{"eventType":"KafkaOffsetSample","timestamp":{{reading.At}},"consumerGroup":"digests","topic":"mails","partition":"0","consumer.lag":{{reading.Lag:0}}}"""));

        var answer = await gate.JudgeAsync(rollout, "worker-default", ("strategy", "rolling"), ("stepWeight", null), ("stableHash", null), ("canaryHash", null));

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        answer.Reason().ShouldContain(said);
    }

    /// <summary>The consumers are gone, or what reports their lag is; a queue that is read every five minutes is not.</summary>
    [Theory]
    [InlineData(0.5, 4, "inconclusive", "queue-lag not known: nothing was reported since 09:04Z, 6m, and about every 1m before")]
    [InlineData(0.5, 8, "pass", "(8 readings, 10m)")]
    [InlineData(5, 10, "pass", "(2 readings, 10m)")]
    public async Task A_lag_that_is_read_no_more_never_passes(double every, double until, string verdict, string said)
    {
        var rollout = new FieldRollout("digests").With(Enumerable.Range(0, (int)(until / every)).Select(reading => FieldRollout.Begin.AddMinutes(reading * every).AddSeconds(5).ToUnixTimeMilliseconds())
            .Select(at => $$"""{"eventType":"KafkaOffsetSample","timestamp":{{at}},"consumerGroup":"digests","topic":"mails","partition":"0","consumer.lag":100}"""));

        var answer = await gate.JudgeAsync(rollout, "worker-default", ("strategy", "rolling"), ("stepWeight", null), ("stableHash", null), ("canaryHash", null));

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        answer.Reason().ShouldContain(said);
    }

    /// <summary>
    /// A poisoned partition of which a third fails: one of stable's consumers had it for the half an hour before, and the canary's has it since. What the canary fails besides, what stable never failed, and a partition that
    /// fails the canary while stable's goes on failing are the change's.
    /// </summary>
    [Theory]
    [InlineData("moves", "inconclusive", "a partition may have moved")]
    [InlineData("is new", "fail", "error-rate 3")]
    [InlineData("stays, and more", "fail", "error-rate 4")]
    [InlineData("stays", "pass", "error-rate 0 %")]
    [InlineData("moves lately", "inconclusive", "a partition may have moved")]
    [InlineData("moves, in mongodb", "inconclusive", "a partition may have moved")]
    [InlineData("is new, in mongodb", "fail", "mongodb fails 3")]
    [InlineData("stays everywhere, and the canary is dead", "fail", "error-rate 100 %")]
    public async Task A_partition_that_fails_wherever_it_is_dealt_out_to(string story, string verdict, string said)
    {
        var service = $"mailer-{story.Length}";
        var work = new Traffic
        {
            PerMinute = 300,
            Says = FieldRollout.Saying(("appName", service), ("k8s.namespaceName", "retail"), ("transactionType", "Other"), ("name", "OtherTransaction/Message/Kafka/Topic/Consume/Named/mails"), ("error", false)),
        };
        var poisoned = FieldRollout.Saying(("error", true), ("error.class", story.EndsWith("mongodb", StringComparison.Ordinal) ? "com.mongodb.MongoWriteException" : "mails.UnreadableException"), ("error.message", "E11000 duplicate key"));
        var pods = FieldRollout.StablePods(service);
        var (before, after, own) = (story.StartsWith("is new", StringComparison.Ordinal) ? 0 : 0.33, story.StartsWith("stays", StringComparison.Ordinal) ? 0.33 : 0, story switch { "stays" => 0.0, "stays, and more" => 0.45, _ => 0.33 });
        if (story.EndsWith("dead", StringComparison.Ordinal))
        {
            // Each of stable's fails a tenth, as ever, and a canary of five percent everything, by a class of its own.
            (before, after, own) = (0.1, 0.1, 1);
        }

        var others = story.EndsWith("dead", StringComparison.Ordinal) ? before : 0;
        var rollout = new FieldRollout(service)
            .With(work with { PerMinute = 600, Pods = [pods[1], pods[2]], From = -FieldRollout.Past, But = [(others, poisoned)] })
            .With(work with { Pods = [pods[0]], From = -FieldRollout.Past, To = -12, But = [(story.EndsWith("lately", StringComparison.Ordinal) ? 0 : before, poisoned)] })
            .With(work with { Pods = [pods[0]], From = -12, To = 0, But = [(before, poisoned)] })
            .With(work with { Pods = [pods[0]], But = [(after, poisoned)] })
            .Canary(work with { PerMinute = others > 0 ? 47 : 300, But = [(own, others > 0 ? FieldRollout.Saying(("error", true), ("error.class", "mails.NewException"), ("error.message", "x")) : poisoned)] });

        var answer = await gate.JudgeAsync(rollout, "worker-apm");

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        answer.Reason().ShouldContain(said);
    }

    private static double Lag(string story, double minute) => story switch
    {
        "stays" => 5_000 + (50 * (minute % 2)),
        "shrinks" => 9_000 - (600 * minute),
        "is over" => Math.Max(400, 9_000 - (1_100 * minute)),
        "grows on" => 5_000 + (900 * minute),
        "drains" => minute < 1 ? 100 : 9_500 * Math.Exp(-minute / 6),
        "drained" => minute < 1 ? 100 : Math.Max(100, 9_500 - (1_200 * minute)),
        "grows" => 100 + (600 * minute),
        "leaps" => minute < 1 ? 100 : 5_000 + (30 * minute),
        _ => 100,
    };
}
