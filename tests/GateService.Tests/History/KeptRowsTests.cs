using Dapper;
using GateService.History;
using Microsoft.Extensions.Time.Testing;

namespace GateService.Tests.History;

/// <summary>Rows of closed buckets are the same from either engine: found by question and time, written over, not taken when damaged, and gone when their time is over.</summary>
public sealed class KeptRowsTests
{
    private const long Minute = 60_000;

    public static TheoryData<string> All => Engine.All;

    [Theory]
    [MemberData(nameof(All))]
    public async Task Blocks_are_found_by_question_and_time_and_the_latest_of_two_counts(string kind)
    {
        await using var engine = await Engine.StartAsync(kind);
        RowBlock[] blocks = [new("a", 0, 20 * Minute, [1, 2, 3]), new("a", 20 * Minute, 40 * Minute, [4]), new("b", 0, 20 * Minute, [5])];
        (await engine.Rows.WriteAsync(blocks, default)).ShouldBeTrue();
        (await engine.Rows.WriteAsync([blocks[1] with { Ends = 30 * Minute, Rows = [6] }], default)).ShouldBeTrue();

        var found = await FindAsync(engine, ["a", "c"], 0, 60 * Minute);
        found.Select(block => (block.Question, block.Begins, block.Ends, Rows: string.Join(',', block.Rows))).ShouldBe([("a", 0, 20 * Minute, "1,2,3"), ("a", 20 * Minute, 30 * Minute, "6")]);
        (await FindAsync(engine, ["a", "b"], 0, 20 * Minute)).Select(block => block.Question).ShouldBe(["a", "b"]);
        (await FindAsync(engine, ["a"], 20 * Minute, 60 * Minute)).ShouldHaveSingleItem().Begins.ShouldBe(20 * Minute);
        (await FindAsync(engine, ["c"], 0, 60 * Minute)).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_damaged_block_is_no_block_and_its_neighbours_are(string kind)
    {
        await using var engine = await Engine.StartAsync(kind);
        await engine.Rows.WriteAsync([new("a", 0, 20 * Minute, [1, 2, 3]), new("a", 20 * Minute, 40 * Minute, [4])], default);
        await engine.Database.WriteAsync((transaction, _) => transaction.Connection!.ExecuteAsync("UPDATE kept_rows SET begins = begins + 1 WHERE begins = 0", transaction: transaction), default);

        (await FindAsync(engine, ["a"], 0, 60 * Minute)).ShouldHaveSingleItem().Begins.ShouldBe(20 * Minute);
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Blocks_go_when_their_time_is_over_and_those_written_later_stay(string kind)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 29, 12, 0, 0, TimeSpan.Zero));
        await using var engine = await Engine.StartAsync(kind, time);
        await engine.Rows.WriteAsync([new("a", 0, 20 * Minute, [1])], default);
        time.Advance(engine.Options.KeepRowsFor / 2);
        await engine.Rows.WriteAsync([new("b", 0, 20 * Minute, [2])], default);
        time.Advance(engine.Options.KeepRowsFor / 2);
        await engine.Retention.TidyAsync(default);

        (await FindAsync(engine, ["a", "b"], 0, 60 * Minute)).ShouldHaveSingleItem().Question.ShouldBe("b");
    }

    private static async Task<List<RowBlock>> FindAsync(Engine engine, string[] questions, long from, long to) =>
        [.. (await engine.Rows.FindAsync(questions, from, to, Engine.Patient, default)).SelectMany(blocks => blocks).OrderBy(block => block.Question, StringComparer.Ordinal).ThenBy(block => block.Begins)];
}
