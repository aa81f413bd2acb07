using System.Diagnostics;
using System.Globalization;
using Dapper;
using GateService.Callers;
using GateService.History;
using GateService.Telemetry;
using GateService.Wire;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace GateService.Benchmarks;

/// <summary>A history of many decisions on one engine: insert rate, size, and how long people wait for lists, filters and timelines.</summary>
internal static class HistoryBenchmark
{
    private const int OneByOne = 10_000;
    private const int Batch = 500;
    private const int Questions = 200;

    /// <param name="connectionString">An empty database; SQLite's file is removed afterwards.</param>
    public static async Task RunAsync(string name, string connectionString, int count)
    {
        var options = Options.Create(new HistoryOptions { ConnectionString = connectionString, Patience = TimeSpan.FromMinutes(1) });
        await using var database = new Database(options, TimeProvider.System);
        var record = KeptDecisions.Record();
        var kept = RecordFormat.Write(record);
        Say($"{name}: a record is {Packed.Open(kept.Body).Length:N0} bytes as JSON, {kept.Body.Length:N0} compressed; its policy, kept once, {kept.Policy!.Body.Length:N0}");
        var writing = Stopwatch.StartNew();
        for (var i = 0; i < 200; i++)
        {
            StoredDecision.Of(record);
        }

        Say($"{name}: writing one takes {writing.Elapsed.TotalMilliseconds / 200:0.00} ms");
        var reading = Stopwatch.StartNew();
        for (var i = 0; i < 200; i++)
        {
            RecordFormat.Read(kept);
        }

        Say($"{name}: reading one takes {reading.Elapsed.TotalMilliseconds / 200:0.00} ms");
        var decisions = KeptDecisions.Of(StoredDecision.Of(record), count).GetEnumerator();
        await InsertAsync(name, database, options, decisions, count);
        if (database.IsPostgres)
        {
            await database.ReadAsync((connection, ct) => connection.ExecuteAsync("ANALYZE decisions, documents, labels"), default);
        }

        await SizeAsync(name, database, connectionString, count);
        await AskAsync(name, new DecisionReader(database), count);
        var labels = new DecisionLabels(database, TimeProvider.System);
        var watch = Stopwatch.StartNew();
        var newest = KeptDecisions.First.AddSeconds(20.0 * count);
        await labels.CountAsync(newest.AddDays(-30), newest, default);
        Say($"{name}: scoreboard of 30 days in {watch.Elapsed.TotalMilliseconds:0} ms");
    }

    private static async Task InsertAsync(string name, Database database, IOptions<HistoryOptions> options, IEnumerator<StoredDecision> decisions, int count)
    {
        using var meters = new Meters();
        using var metrics = new GateMetrics(meters, new RunningRollouts(TimeProvider.System), TimeProvider.System);
        var store = new DecisionStore(database, options, TimeProvider.System, metrics, NullLogger<DecisionStore>.Instance);
        var watch = Stopwatch.StartNew();
        var filled = 0;
        while (filled < count - OneByOne)
        {
            var batch = Take(decisions, Math.Min(Batch, count - OneByOne - filled));
            await database.WriteAsync(async (transaction, ct) =>
            {
                await DecisionWriting.InsertAsync(transaction, batch, ct);
                return true;
            }, default);
            filled += batch.Count;
        }

        Say($"{name}: {filled:N0} decisions in transactions of {Batch}: {filled / watch.Elapsed.TotalSeconds:N0} a second");
        var times = new List<double>();
        var total = Stopwatch.StartNew();
        for (var i = 0; i < OneByOne && decisions.MoveNext(); i++)
        {
            var one = Stopwatch.GetTimestamp();
            if (!await store.TryKeepAsync(decisions.Current, null, TimeSpan.FromMinutes(1), default))
            {
                throw new InvalidOperationException("a decision was not kept");
            }

            times.Add(Stopwatch.GetElapsedTime(one).TotalMilliseconds);
        }

        Say($"{name}: {OneByOne:N0} more, each in a transaction of its own as the gate keeps them: {OneByOne / total.Elapsed.TotalSeconds:N0} a second, {Percentiles(times)}");
    }

    private static async Task AskAsync(string name, DecisionReader reader, int count)
    {
        var dice = new Random(3);
        var narrow = new Caller("narrow", null, ["service-7", "service-1*"], ["*"], Caller.UsualRoles);
        string Service() => $"service-{dice.Next(KeptDecisions.Services)}";
        string Team() => $"team-{dice.Next(KeptDecisions.Teams)}";
        DateTimeOffset Moment() => KeptDecisions.First.AddSeconds(20.0 * dice.Next(count));
        (string Name, Func<Task> Ask)[] questions =
        [
            ("list", () => reader.ListAsync(new DecisionFilter(), Caller.Anyone, 50, default)),
            ("a page deep inside", () => reader.ListAsync(new DecisionFilter { Cursor = DecisionId.Lowest(Moment()) }, Caller.Anyone, 50, default)),
            ("by service", () => reader.ListAsync(new DecisionFilter { Service = Service() }, Caller.Anyone, 50, default)),
            ("by team and verdict", () => reader.ListAsync(new DecisionFilter { Team = Team(), Verdict = "fail" }, Caller.Anyone, 50, default)),
            ("by namespace and verdict in a week", () =>
            {
                var from = Moment();
                return reader.ListAsync(new DecisionFilter { Namespace = $"namespace-{dice.Next(50)}", Verdict = "fail", From = from, To = from.AddDays(7) }, Caller.Anyone, 50, default);
            }),
            ("by hash", () => reader.ListAsync(new DecisionFilter { Hash = $"{dice.Next(Math.Max(1, count / KeptDecisions.PerRollout)):x8}" }, Caller.Anyone, 50, default)),
            ("by team and service that do not meet", () => reader.ListAsync(new DecisionFilter { Team = "team-1", Service = "service-2" }, Caller.Anyone, 50, default)),
            ("list of a token bound to a few services", () => reader.ListAsync(new DecisionFilter(), narrow, 50, default)),
            ("timeline", () =>
            {
                var service = dice.Next(KeptDecisions.Services);
                return reader.TimelineAsync(new RolloutPlace(null, $"namespace-{service % 50}", $"service-{service}"), null, Caller.Anyone, default);
            }),
        ];
        foreach (var (question, ask) in questions)
        {
            var times = new List<double>();
            for (var i = 0; i < Questions; i++)
            {
                var one = Stopwatch.GetTimestamp();
                await Task.Run(ask);
                times.Add(Stopwatch.GetElapsedTime(one).TotalMilliseconds);
            }

            Say($"{name}: {question}: {Percentiles(times)}");
        }

    }

    private static async Task SizeAsync(string name, Database database, string connectionString, int count)
    {
        var bytes = database.IsPostgres
            ? await database.ReadAsync((connection, ct) => connection.ExecuteScalarAsync<long>("SELECT pg_database_size(current_database())"), default)
            : new DirectoryInfo(Path.GetDirectoryName(new SqliteConnectionStringBuilder(connectionString).DataSource)!).EnumerateFiles().Sum(file => file.Length);
        Say($"{name}: {count:N0} decisions take {bytes / 1e9:0.00} GB, {bytes / (double)count:N0} bytes each");
    }

    private static List<StoredDecision> Take(IEnumerator<StoredDecision> decisions, int most)
    {
        var batch = new List<StoredDecision>(most);
        while (batch.Count < most && decisions.MoveNext())
        {
            batch.Add(decisions.Current);
        }

        return batch;
    }

    private static string Percentiles(List<double> times)
    {
        times.Sort();
        return string.Create(CultureInfo.InvariantCulture, $"median {times[times.Count / 2]:0.0} ms, 95th percentile {times[(int)(times.Count * 0.95)]:0.0} ms, longest {times[^1]:0.0} ms");
    }

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    /// <summary>Meters nobody listens to.</summary>
    private sealed class Meters : System.Diagnostics.Metrics.IMeterFactory
    {
        public System.Diagnostics.Metrics.Meter Create(System.Diagnostics.Metrics.MeterOptions options) => new(options.Name);

        public void Dispose()
        {
        }
    }
}
