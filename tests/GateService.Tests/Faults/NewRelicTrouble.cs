namespace GateService.Tests.Faults;

/// <summary>What goes wrong at New Relic, as <c>PUT /simulator/faults</c> takes it: by chance nothing, one thing or two.</summary>
internal static class NewRelicTrouble
{
    private static readonly string[] WholePosts = ["tooManyRequests", "serverError", "malformed", "truncated", "empty", "html", "dropConnection", "hang"];
    private static readonly string[] Queries = ["percentile(", "FACET CASES", "LIMIT 50", "apm.service.transaction.duration", "FROM TransactionError", "FROM Span", "TIMESERIES"];

    public static IReadOnlyList<object> Next(Random dice) => [.. Enumerable.Range(0, dice.Next(3)).Select(_ => One(dice))];

    private static object One(Random dice) => dice.Next(4) switch
    {
        0 => new { kind = "latency", milliseconds = dice.Next(100, 6_000), times = dice.Next(1, 6), match = Match(dice) },
        1 => new { kind = "errorClass", errorClass = dice.Next(2) == 0 ? "TIMEOUT" : "SERVER_ERROR", times = dice.Next(1, 6), match = Match(dice) },
        2 => new { kind = "partialData", errorClass = "SERVER_ERROR", times = dice.Next(1, 4), match = Match(dice) },
        _ => new { kind = WholePosts[dice.Next(WholePosts.Length)], times = dice.Next(1, 6) },
    };

    /// <summary>Queries of one kind, or whichever comes.</summary>
    private static string? Match(Random dice) => dice.Next(3) == 0 ? null : Queries[dice.Next(Queries.Length)];
}
