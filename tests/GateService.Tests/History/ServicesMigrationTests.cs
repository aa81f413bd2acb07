using System.Data.Common;
using Dapper;
using GateService.Callers;
using GateService.History;
using GateService.Outbox;
using Microsoft.Data.Sqlite;
using Npgsql;
using static GateService.Tests.History.Decisions;

namespace GateService.Tests.History;

/// <summary>A store of the version before, in the middle of rollouts: what it saw and told is still known.</summary>
public sealed class ServicesMigrationTests
{
    public static TheoryData<string> LastingEngines => Engine.Lasting;

    [Theory]
    [MemberData(nameof(LastingEngines))]
    public async Task Anchors_of_before_belong_to_the_services_that_were_decided_about(string kind)
    {
        var connectionString = await OldAsync(kind);
        await using var engine = Engine.At(connectionString);
        var ours = new StepAnchor("shop-team", "checkout", "", "shop", "app", "5c6d7e8f", "weight 5");

        (await engine.Store.TryAnchorAsync(ours, Noon.AddMinutes(5), Engine.Patient, default)).ShouldBe(new FirstSight(Noon, Noon));
        (await engine.Store.TryAnchorAsync(ours with { Service = "worker" }, Noon.AddMinutes(5), Engine.Patient, default)).ShouldBe(new FirstSight(Noon, Noon));
        (await engine.Store.TryAnchorAsync(ours with { CanaryHash = "flagger 123", Step = "rollout" }, Noon.AddMinutes(5), Engine.Patient, default)).ShouldBe(new FirstSight(Noon, Noon));
        (await engine.Store.TryAnchorAsync(ours with { Team = "pay" }, Noon.AddMinutes(5), Engine.Patient, default)).ShouldBe(new FirstSight(Noon.AddMinutes(5), Noon.AddMinutes(5)));
    }

    [Theory]
    [MemberData(nameof(LastingEngines))]
    public async Task What_was_told_before_is_not_told_again_and_what_waited_is_sent(string kind)
    {
        var connectionString = await OldAsync(kind);
        await using var engine = Engine.At(connectionString);
        var store = new OutboxStore(engine.Database, engine.Time);

        (await store.ListAsync(OutboxState.Delivered, null, 10, default)).Select(message => message.DedupKey).ShouldBe(["shop-team|a%7Cb%25|shop|app|5c6d7e8f|1|weight 5|failed|team"]);
        (await store.ClaimAsync("me", "team", TimeSpan.FromMinutes(1), default)).ShouldNotBeNull().DedupKey.ShouldBe("01K|team");
    }

    [Theory]
    [MemberData(nameof(LastingEngines))]
    public async Task A_replica_of_the_version_before_still_writes_anchors_beside_one_of_this(string kind)
    {
        var connectionString = await OldAsync(kind);
        await using var engine = Engine.At(connectionString);
        await engine.Database.ReadAsync((_, _) => Task.FromResult(true), default);

        await using var old = await OpenAsync(kind, connectionString);
        await old.ExecuteAsync("INSERT INTO anchors (namespace, rollout, canary_hash, step, first_seen) VALUES ('shop', 'app', '5c6d7e8f', 'weight 50', 7) ON CONFLICT DO NOTHING");

        (await old.ExecuteScalarAsync<long>("SELECT first_seen FROM anchors WHERE namespace = 'shop' AND step = 'weight 50'")).ShouldBe(7);
    }

    [Theory]
    [MemberData(nameof(LastingEngines))]
    public async Task Decisions_and_anchors_of_before_are_those_of_no_cluster(string kind)
    {
        var connectionString = await OldAsync(kind);
        await using var engine = Engine.At(connectionString);
        var anchor = new StepAnchor("shop-team", "checkout", "", "shop", "app", "5c6d7e8f", "weight 5");

        (await engine.Reader.ListAsync(new DecisionFilter { Cluster = "" }, Caller.Anyone, 10, default)).Rows.Count.ShouldBe(3);
        (await engine.Reader.TimelineAsync(new RolloutPlace(null, "shop", "app"), null, Caller.Anyone, default)).Rows.ShouldNotBeEmpty();
        (await engine.Store.TryAnchorAsync(anchor with { Cluster = "east" }, Noon.AddMinutes(5), Engine.Patient, default)).ShouldBe(new FirstSight(Noon.AddMinutes(5), Noon.AddMinutes(5)));
        (await engine.Store.TryAnchorAsync(anchor, Noon.AddMinutes(5), Engine.Patient, default)).ShouldBe(new FirstSight(Noon, Noon));
    }

    [Theory]
    [MemberData(nameof(LastingEngines))]
    public async Task A_replica_of_the_version_before_still_writes_decisions_with_the_policy_in_them_beside_one_of_this(string kind)
    {
        var connectionString = await Engine.ConnectionStringAsync(kind);
        await using var engine = Engine.At(connectionString);
        await engine.KeepAsync(Of(Noon));
        await using var old = await OpenAsync(kind, connectionString);
        var decision = Of(Noon.AddSeconds(1));

        await WriteAsBeforeAsync(old, null, decision);

        var (_, body) = (await engine.Reader.FindAsync(decision.Id, Caller.Anyone, default)).ShouldNotBeNull();
        body.Body.ShouldBe(decision.Body);
        body.Policy.ShouldBeNull();
    }

    /// <summary>The schema before services were told apart, with a rollout that two services were asked about, one of Flagger, and two messages.</summary>
    private static async Task<string> OldAsync(string kind)
    {
        var connectionString = await Engine.ConnectionStringAsync(kind);
        await using var connection = await OpenAsync(kind, connectionString);
        await connection.ExecuteAsync("CREATE TABLE migrations (number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, applied_at BIGINT NOT NULL)");
        foreach (var (number, name, sql) in Migrations.All().Where(migration => migration.Number < 4))
        {
            await connection.ExecuteAsync(sql);
            await connection.ExecuteAsync("INSERT INTO migrations VALUES (@number, @name, 0)", new { number, name });
        }

        await connection.ExecuteAsync(
            "INSERT INTO anchors VALUES ('shop', 'app', '5c6d7e8f', 'weight 5', @noon); INSERT INTO anchors VALUES ('shop', 'app', 'flagger 123', 'rollout', @noon)", new { noon = Noon.ToUnixTimeMilliseconds() });
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await WriteAsBeforeAsync(connection, transaction, Of(Noon, rollout: "app"), Of(Noon, "worker", "app"), Of(Noon, rollout: "app", team: "pay") with { Past = 1 });
            await OutboxStore.AddAsync(transaction, [Message("01", "shop|app|5c6d7e8f|1|weight 5|failed|team", "failed"), Message("02", "01K|team", "decided")], default);
            await transaction.CommitAsync();
        }

        await connection.ExecuteAsync("UPDATE outbox SET state = 'delivered' WHERE id = '01'");
        return connectionString;
    }

    /// <summary>As the gate of formats 1 and 2 does it.</summary>
    private static async Task WriteAsBeforeAsync(DbConnection connection, DbTransaction? transaction, params StoredDecision[] decisions)
    {
        const string Decision =
            "INSERT INTO decisions (id, at, moment, past, team, service, namespace, rollout, canary_hash, mode, step, weight, verdict, score, summary, policy, revision) "
            + "VALUES (@Id, @At, @Moment, @Past, @Team, @Service, @Namespace, @Rollout, @CanaryHash, @Mode, @Step, @Weight, @Verdict, @Score, @Summary, @Policy, @Revision)";
        const string Document = "INSERT INTO documents (decision, format, points, gist, body) VALUES (@Id, 2, @Points, @Gist, @Body)";
        await connection.ExecuteAsync(Decision, decisions, transaction);
        await connection.ExecuteAsync(Document, decisions, transaction);
    }

    private static async Task<DbConnection> OpenAsync(string kind, string connectionString)
    {
        DbConnection connection = kind == "postgres" ? new NpgsqlConnection(connectionString) : new SqliteConnection(connectionString);
        await connection.OpenAsync();
        return connection;
    }

    private static OutboxMessage Message(string id, string key, string told) => new()
    {
        Id = id,
        DedupKey = key,
        Decision = "01K",
        Channel = "team",
        Event = told,
        Team = "shop-team",
        Service = "a|b%",
        Namespace = "shop",
        Rollout = "app",
        Payload = "{}",
        TraceParent = "",
        CreatedAt = 1,
        DueAt = 1,
        GiveUpAt = 1,
    };
}
