using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Dapper;
using GateService.Tests.Hosting;
using Npgsql;

namespace GateService.Tests.History;

/// <summary>The commands of the chapter on backups, run as they stand: what was copied comes back, and what came later is gone.</summary>
public sealed partial class BackupTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gate-tests-").FullName;

    private string File => Path.Combine(_folder, "gate.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_copy_of_the_SQLite_file_is_taken_from_a_gate_that_runs_and_put_back_over_another()
    {
        var (backup, restore) = (Commands()[0], Commands()[1]);
        string before, after;
        await using (var gate = await StartAsync($"Data Source={File};Pooling=False"))
        {
            before = await DecideAsync(gate);
            await RunAsync(backup);
            after = await DecideAsync(gate);
        }

        await RunAsync(restore);

        await using var restored = await StartAsync($"Data Source={File};Pooling=False");
        (await StatusAsync(restored, before)).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(restored, after)).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task PostgreSQL_s_own_tools_copy_it_and_put_it_back()
    {
        if (Environment.GetEnvironmentVariable("GATE_TEST_POSTGRES") is not { Length: > 0 } server)
        {
            Assert.Skip("PostgreSQL is not here (GATE_TEST_POSTGRES)");
            return;
        }

        var database = $"backup_{Guid.NewGuid():N}";
        await using (var source = NpgsqlDataSource.Create(server))
        await using (var connection = await source.OpenConnectionAsync())
        {
            await connection.ExecuteAsync($"CREATE DATABASE {database}");
        }

        var parts = new NpgsqlConnectionStringBuilder(server) { Database = database, Pooling = false };
        var url = $"postgres://{parts.Username}@{parts.Host}:{parts.Port}/{database}";
        var lines = Commands()[2].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string before, after;
        await using (var gate = await StartAsync(parts.ConnectionString))
        {
            before = await DecideAsync(gate);
            await RunAsync(lines[0], ("GATE_DATABASE", url));
            after = await DecideAsync(gate);
        }

        await RunAsync(lines[1], ("GATE_DATABASE", url));

        await using var restored = await StartAsync(parts.ConnectionString);
        (await StatusAsync(restored, before)).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(restored, after)).ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("Host=db;Username=gate", "copy.db", "the gate cannot copy its store: History:ConnectionString is PostgreSQL's: copy that with pg_dump")]
    [InlineData("Data Source=/no/such/folder/gate.db", "copy.db", "cannot be copied to")]
    public async Task What_cannot_be_copied_is_said_in_a_sentence(string connectionString, string file, string said)
    {
        var (code, error) = await StartProcessAsync("dotnet", [Path.Combine(AppContext.BaseDirectory, "GateService.dll"), "backup", file, "--History:ConnectionString", connectionString], []);

        code.ShouldBe(1);
        error.ShouldContain(said);
    }

    /// <summary>The blocks of the chapter: copy, put back, PostgreSQL.</summary>
    private static List<string> Commands() =>
        [.. Fence().Matches(Chapter().Match(Repository.Read("docs", "operations.md")).Value).Select(match => match.Groups[1].Value)];

    private static Task<GateHost> StartAsync(string connectionString) => GateHost.StartAsync(new Uri("http://127.0.0.1:9/graphql"), _ => { }, ("History:ConnectionString", connectionString));

    private static async Task<string> DecideAsync(GateHost gate) =>
        (await gate.EvaluateAsync(Bodies.Step().ToJsonString()).JudgedAsync()).GetProperty("decision").GetProperty("id").GetString()!;

    private static async Task<HttpStatusCode> StatusAsync(GateHost gate, string id)
    {
        using var answer = await gate.Client.GetAsync($"/v1/decisions/{id}");
        return answer.StatusCode;
    }

    /// <summary>Where the commands reach into a pod, they are run here: kubectl is the rest of its own line, and the pod's folders are this test's.</summary>
    private async Task RunAsync(string commands, params (string Name, string Value)[] environment)
    {
        var kubectl = Path.Combine(_folder, "kubectl");
        await System.IO.File.WriteAllTextAsync(kubectl, "#!/bin/bash\n[ \"$1\" = exec ] || exit 0\nwhile [ \"$1\" != -- ]; do shift; done\nshift\nexec \"$@\"\n");
        (await StartProcessAsync("chmod", ["+x", kubectl], [])).Code.ShouldBe(0);
        var here = commands.Replace("/app/", AppContext.BaseDirectory, StringComparison.Ordinal).Replace("/data/", $"{_folder}/", StringComparison.Ordinal).Replace("/tmp/gate.db", $"{_folder}/copy.db", StringComparison.Ordinal);

        var (code, error) = await StartProcessAsync(
            "bash", ["-euo", "pipefail", "-c", here],
            [("PATH", $"{_folder}:{Environment.GetEnvironmentVariable("PATH")}"), ("History__ConnectionString", $"Data Source={File}"), .. environment]);

        code.ShouldBe(0, error);
    }

    private async Task<(int Code, string Error)> StartProcessAsync(string program, string[] arguments, (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = _folder, RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var (name, value) in environment.Append(("Auth__Disabled", "true")).Append(("Policies__Directory", Repository.PathOf("policies"))))
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();
        return (process.ExitCode, error);
    }

    [GeneratedRegex(@"^## Backup and restore\n.*?^## ", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Chapter();

    [GeneratedRegex(@"^```sh\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
