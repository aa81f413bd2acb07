using Dapper;
using GateService.History;
using GateService.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace GateService.Tests.History;

/// <summary>Both engines under one contract; PostgreSQL where GATE_TEST_POSTGRES names one (./test starts its own).</summary>
internal sealed class Engine : IAsyncDisposable
{
    public static readonly TimeSpan Patient = TimeSpan.FromSeconds(20);

    private static readonly Lazy<string> Files = new(() =>
    {
        var folder = Directory.CreateTempSubdirectory("gate-tests-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    });

    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();

    private readonly GateMetrics _metrics;

    private Engine(HistoryOptions options, TimeProvider time)
    {
        Options = options;
        Time = time;
        Database = new Database(Microsoft.Extensions.Options.Options.Create(options), time);
        _metrics = new GateMetrics(_meters.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(), new RunningRollouts(time), time);
        Store = new DecisionStore(Database, Wrapped, Time, _metrics, NullLogger<DecisionStore>.Instance);
    }

    public static TheoryData<string> All => Environment.GetEnvironmentVariable("GATE_TEST_POSTGRES") is { Length: > 0 } ? ["sqlite", "file", "postgres"] : ["sqlite", "file"];

    /// <summary>What several processes can share; a database in memory belongs to one.</summary>
    public static TheoryData<string> Lasting => [.. All.Select(row => row.Data).Where(kind => kind != "sqlite")];

    public HistoryOptions Options { get; }

    public TimeProvider Time { get; }

    public Database Database { get; }

    public DecisionStore Store { get; }

    public StoreProbe Probe => new(Database, _metrics, Time, NullLogger<StoreProbe>.Instance);

    public DecisionReader Reader => new(Database);

    public KeptRows Rows => new(Database, Wrapped, Time, _metrics, NullLogger<KeptRows>.Instance);

    public DecisionLabels Labels => new(Database, Time);

    public Retention Retention => new(Database, Wrapped, Time, NullLogger<Retention>.Instance);

    private IOptions<HistoryOptions> Wrapped => Microsoft.Extensions.Options.Options.Create(Options);

    public static async Task<Engine> StartAsync(string kind, TimeProvider? time = null) => At(await ConnectionStringAsync(kind), time);

    public static Engine At(string connectionString, TimeProvider? time = null) =>
        new(new HistoryOptions { ConnectionString = connectionString, Patience = Patient }, time ?? TimeProvider.System);

    /// <summary>An empty database of its own.</summary>
    public static async Task<string> ConnectionStringAsync(string kind)
    {
        if (kind == "postgres")
        {
            var connectionString = Environment.GetEnvironmentVariable("GATE_TEST_POSTGRES")!;
            await using var source = NpgsqlDataSource.Create(connectionString);
            await using var connection = await source.OpenConnectionAsync();
            var schema = $"gate_{Guid.NewGuid():N}";
            await connection.ExecuteAsync($"CREATE SCHEMA {schema}");
            return $"{connectionString};Search Path={schema}";
        }

        return kind == "file"
            ? $"Data Source={Path.Combine(Files.Value, $"{Guid.NewGuid():N}.db")};Pooling=False"
            : $"Data Source=gate-{Guid.NewGuid():N};Mode=Memory;Cache=Shared";
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        await _meters.DisposeAsync();
    }
}
