using NewRelic.Simulator.Nrql;
using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Tests.Storage;

public sealed class EventStoreTests
{
    [Fact]
    public void An_event_is_seen_by_its_own_account_only_and_one_of_every_account_by_all()
    {
        var store = new EventStore();
        store.Append(1, [Event("A")]);
        store.Append(EventStore.EveryAccount, [Event("B")]);

        store.EventTypes(1).ShouldBe(["A", "B"]);
        store.EventTypes(2).ShouldBe(["B"]);
        store.Count.ShouldBe(2);
    }

    [Fact]
    public void An_attribute_may_hold_another_kind_of_value_in_each_event()
    {
        var store = new EventStore();
        store.Append(1, [Event("A", ("x", 1.5)), Event("A", ("x", "1.5")), Event("A", ("x", true)), Event("A", ("x", 2L)), Event("A")]);
        var engine = new NrqlEngine(store, TimeProvider.System);

        Rows(engine, "SELECT sum(x) AS numbers, filter(count(*), WHERE x = '1.5') AS texts, filter(count(*), WHERE x IS TRUE) AS flags, filter(count(*), WHERE x IS NULL) AS none FROM A")
            .ShouldBe("""[{"flags":1,"none":1,"numbers":3.5,"texts":1}]""");
    }

    [Fact]
    public void More_events_than_a_chunk_holds_are_all_found_and_old_ones_skipped()
    {
        const int Many = 150_000;
        var store = new EventStore();
        store.Append(1, [.. Enumerable.Range(0, Many).Select(i => new SimulatedEvent("A", 1_000_000_000_000 + i, new Dictionary<string, object> { ["i"] = (long)i }))]);
        var engine = new NrqlEngine(store, TimeProvider.System);

        Rows(engine, "SELECT count(*), min(i), max(i) FROM A SINCE 1000000000000 UNTIL 1000000150000").ShouldBe($$"""[{"count":{{Many}},"max.i":149999,"min.i":0}]""");
        engine.Execute("SELECT count(*) FROM A SINCE 1000000149000 UNTIL 1000000150000", [1], TestContext.Current.CancellationToken).RawResponse["performanceStats"]!["inspectedCount"]!.GetValue<long>().ShouldBe(1000);
    }

    [Fact]
    public void A_cleared_store_is_empty()
    {
        var store = new EventStore();
        store.Append(1, [Event("A")]);

        store.Clear();

        (store.Count, store.EventTypes(1).Count).ShouldBe((0, 0));
    }

    [Fact]
    public async Task Queries_during_ingest_see_complete_events_only()
    {
        var store = new EventStore();
        var engine = new NrqlEngine(store, TimeProvider.System);
        var writing = Task.Run(() =>
        {
            for (var i = 0; i < 500; i++)
            {
                store.Append(1, [.. Enumerable.Range(0, 200).Select(_ => Event("A", ("x", 1.0), ("name", $"n{i}")))]);
            }
        }, TestContext.Current.CancellationToken);

        while (!writing.IsCompleted)
        {
            var row = engine.Execute("SELECT count(*) AS n, sum(x) AS x, count(name) AS names FROM A", [1], TestContext.Current.CancellationToken).Results[0]!;
            row["x"]!.GetValue<long>().ShouldBe(row["n"]!.GetValue<long>());
            row["names"]!.GetValue<long>().ShouldBe(row["n"]!.GetValue<long>());
        }

        await writing;
        store.Count.ShouldBe(100_000);
    }

    private static string Rows(NrqlEngine engine, string nrql) => engine.Execute(nrql, [1], TestContext.Current.CancellationToken).Results.ToJsonString();

    private static SimulatedEvent Event(string type, params (string Name, object Value)[] attributes) =>
        new(type, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - 1000, attributes.ToDictionary(found => found.Name, found => found.Value));
}
