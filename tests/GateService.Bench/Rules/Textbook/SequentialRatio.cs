namespace GateService.Bench.Rules.Textbook;

/// <summary>The test of <see cref="TextbookJudge"/> as a rule beside the others: it is told the share that is healthy, and looks every minute from the first on.</summary>
internal static class SequentialRatio
{
    /// <summary>What it promises: one healthy rollout of a hundred.</summary>
    private const double Alpha = 0.01;

    /// <param name="name">As the tables say it.</param>
    /// <param name="share">Held against twice this.</param>
    public static Rule Of(string name, double share) => Rule.Of(name, evidence =>
        TextbookJudge.FailsAt(StaticThreshold.Buckets(evidence.Judged), share, Alpha) is { } bucket ? (bucket.Begin - Worlds.Schedule.Begin).TotalMinutes + 1 : null);
}
