using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Dapper;
using GateService.Tests.Faults;
using Npgsql;

namespace GateService.Benchmarks;

/// <summary>
/// Two replicas over one PostgreSQL that is slow, stands still, is restarted and fails over to a copy, while the same rollouts are asked of both and one replica is killed with
/// messages in hand. Beside it: is every answer in time and its verdict that of a calm gate, is every kept decision there, does a channel hear of each rollout in order?
/// </summary>
internal static class ReplicasBenchmark
{
    private const int Rollouts = 6;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Phase = TimeSpan.FromSeconds(12);

    /// <param name="postgres">Connection string of a server that may be made databases in.</param>
    /// <returns>Nothing was late, wrong, lost or out of order.</returns>
    public static async Task<bool> RunAsync(string postgres)
    {
        var given = new NpgsqlConnectionStringBuilder(postgres);
        var name = $"gate_replicas_{Guid.NewGuid():N}";
        await ExecuteAsync(postgres, $"CREATE DATABASE {name}");
        await using var proxy = new StoreProxy(given.Port);
        await using var simulator = await Server.SimulatorAsync();
        await using var receiver = await FaultyReceiver.StartAsync(1);
        receiver.IsWell = true;
        var fleet = await LiveFleet.LoadAsync(simulator.Http, [.. Enumerable.Range(0, Rollouts).Select(rollout => $"rollout-{rollout}")]);
        var store = new NpgsqlConnectionStringBuilder(postgres) { Port = proxy.Port, Database = name, MaxPoolSize = 20 }.ConnectionString;
        var settings = receiver.Settings.ToDictionary(setting => setting.Key.Replace(":", "__", StringComparison.Ordinal), setting => setting.Value!);
        settings["History__ConnectionString"] = store;
        string expected;
        await using (var calm = await Server.GateAsync(simulator, new() { ["History__Enabled"] = "false" }))
        {
            var answer = await fleet.EvaluateAsync(calm.Http, "rollout-0");
            expected = answer.GetProperty("verdict").GetString()!;
            if (expected == "inconclusive")
            {
                throw new InvalidOperationException($"the calm gate is inconclusive, and one in trouble could say the same: {answer.GetProperty("summary")}");
            }
        }

        List<Server> replicas = [await Server.ShippedGateAsync(simulator, settings), await Server.ShippedGateAsync(simulator, settings)];
        Server? killed = null;
        var answers = new ConcurrentQueue<(string Phase, string Rollout, string Verdict, string? Kept, TimeSpan Took, string Said)>();
        try
        {
            await AskAsync("calm", () => Task.CompletedTask, () => Task.CompletedTask);
            await AskAsync("slow (200 ms a packet)", () => Do(() => proxy.Delay = TimeSpan.FromMilliseconds(200)), () => Do(() => proxy.Delay = TimeSpan.Zero));
            await AskAsync("standing still", () => Do(proxy.Freeze), () => Do(proxy.Thaw));
            await AskAsync("connections cut", () => Do(proxy.Cut), () => Do(proxy.Cut));
            await AskAsync("failed over to a copy", () => FailOverAsync(postgres, name, proxy), () => Task.CompletedTask);
            await AskAsync("one replica killed", () => Do(() => (killed = replicas[1]).Kill()), async () =>
            {
                replicas[1] = await Server.ShippedGateAsync(simulator, settings);
                await killed!.DisposeAsync();
            });
            await AskAsync("calm again", () => Task.CompletedTask, () => Task.CompletedTask);
            return await ReportAsync();
        }
        finally
        {
            foreach (var replica in replicas)
            {
                await replica.DisposeAsync();
            }

            NpgsqlConnection.ClearAllPools();
            await ExecuteAsync(postgres, $"DROP DATABASE IF EXISTS {name} WITH (FORCE)", $"DROP DATABASE IF EXISTS {name}_before WITH (FORCE)");
        }

        async Task AskAsync(string phase, Func<Task> begin, Func<Task> end)
        {
            await begin();
            var until = Stopwatch.StartNew();
            await Task.WhenAll(Enumerable.Range(0, Rollouts).Select(async rollout =>
            {
                for (var turn = 0; until.Elapsed < Phase; turn++)
                {
                    answers.Enqueue(await OneAsync(phase, $"rollout-{rollout}", replicas[(rollout + turn) % replicas.Count]));
                    await Task.Delay(100);
                }
            }));
            await end();
        }

        async Task<(string, string, string, string?, TimeSpan, string)> OneAsync(string phase, string rollout, Server replica)
        {
            var watch = Stopwatch.StartNew();
            try
            {
                var answer = await fleet.EvaluateAsync(replica.Http, rollout);
                var kept = answer.GetProperty("warnings").EnumerateArray().Any(warning => warning.GetString()!.Contains("could not be stored", StringComparison.Ordinal)) ? null : answer.GetProperty("decision").GetProperty("id").GetString();
                return (phase, rollout, answer.GetProperty("verdict").GetString()!, kept, watch.Elapsed, answer.GetProperty("summary").GetString()!);
            }
            catch (HttpRequestException) when (replica == killed)
            {
                return (phase, rollout, "killed", null, watch.Elapsed, "");
            }
        }

        async Task<bool> ReportAsync()
        {
            var kept = answers.Where(answer => answer.Kept is not null).Select(answer => answer.Kept!).ToList();
            for (var watch = Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromMinutes(2) && kept.Exists(id => !receiver.Taken.ContainsKey(id)); await Task.Delay(200))
            {
            }

            foreach (var phase in answers.GroupBy(answer => answer.Phase))
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{phase.Key}: {phase.Count()} answers, longest {phase.Max(answer => answer.Took).TotalSeconds:0.00} s, {phase.Count(answer => answer.Verdict == expected)} {expected}, {phase.Count(answer => answer.Verdict is not "killed" && answer.Verdict != expected)} other, "
                    + $"{phase.Count(answer => answer.Verdict == "killed")} met the killed replica, {phase.Count(answer => answer.Kept is null && answer.Verdict != "killed")} said that they could not be stored"));
                foreach (var said in phase.Where(answer => answer.Verdict != expected && answer.Verdict != "killed").CountBy(answer => answer.Said))
                {
                    Console.WriteLine($"  {said.Value} × {said.Key}");
                }
            }

            var lost = 0;
            foreach (var id in kept)
            {
                using var found = await replicas[0].Http.GetAsync(new Uri($"/v1/decisions/{id}", UriKind.Relative));
                lost += found.IsSuccessStatusCode ? 0 : 1;
            }

            var (late, wrong) = (answers.Count(answer => answer.Took > Deadline + Slack), answers.Count(answer => answer.Verdict != "killed" && answer.Verdict != expected && answer.Verdict != "inconclusive"));
            var (untold, disordered) = (kept.Count(id => !receiver.Taken.ContainsKey(id)), receiver.Disordered());
            Console.WriteLine($"{late} late, {wrong} wrong, {lost} of {kept.Count} kept decisions lost, {untold} messages lost, {disordered} out of order, {receiver.Taken.Values.Count(times => times > 1)} taken more than once");
            return late + wrong + lost + untold + disordered == 0;
        }
    }

    /// <summary>The database goes away and a copy with all that was committed takes its name.</summary>
    private static async Task FailOverAsync(string postgres, string name, StoreProxy proxy)
    {
        proxy.Freeze();
        proxy.Cut();
        await ExecuteAsync(
            postgres, $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'", $"ALTER DATABASE {name} RENAME TO {name}_before", $"CREATE DATABASE {name} TEMPLATE {name}_before");
        proxy.Thaw();
    }

    private static async Task ExecuteAsync(string postgres, params string[] statements)
    {
        await using var connection = new NpgsqlConnection(postgres);
        await connection.OpenAsync();
        foreach (var statement in statements)
        {
            await connection.ExecuteAsync(statement);
        }
    }

    private static Task Do(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}
