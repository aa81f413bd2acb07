using System.Diagnostics.Metrics;
using System.Net;
using System.Text.Json;
using GateService.Policies;
using GateService.Telemetry;
using GateService.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace GateService.Tests.Policies;

/// <summary>Whatever becomes of the policy files, the gate judges by the last good ones, at a reload and after a restart, and everyone is told.</summary>
public sealed class LastGoodTests : IClassFixture<GateFixture>, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly GateFixture _fixture;

    public LastGoodTests(GateFixture fixture)
    {
        _fixture = fixture;
        foreach (var (name, text) in Repository.PolicyFiles())
        {
            Write(name, text);
        }
    }

    public static TheoryData<string> Hostile => [.. HostileYaml.All.Keys];

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task A_hostile_file_at_a_reload_changes_nothing(string what)
    {
        await using var gate = await StartAsync();
        Write("services/zz.yaml", HostileYaml.All[what].Text);

        Store(gate).Reload().ShouldBeFalse();

        Store(gate).Current.Faults.ShouldHaveSingleItem().ToString().ShouldStartWith($"services/zz.yaml:{HostileYaml.All[what].Line}");
        (await gate.EvaluateAsync(Bodies.Step().ToJsonString()).JudgedAsync()).GetProperty("policy").GetProperty("name").GetString().ShouldBe("http-threshold");
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task A_hostile_file_at_the_first_start_is_a_sentence(string what)
    {
        Write("services/zz.yaml", HostileYaml.All[what].Text);

        var refused = await Should.ThrowAsync<PolicyFilesException>(StartAsync());

        refused.Message.ShouldContain("no last good ones are kept yet");
        refused.Faults.ShouldHaveSingleItem().ToString().ShouldStartWith($"services/zz.yaml:{HostileYaml.All[what].Line}");
    }

    [Fact]
    public async Task A_faulty_file_is_told_in_answers_health_the_list_and_a_metric_until_it_is_mended()
    {
        await using var gate = await StartAsync();
        await ShouldBeWellAsync(gate);

        Write("services/zz.yaml", "kind: service\nname: {a\n");
        Store(gate).Reload();

        (await gate.EvaluateAsync(Bodies.Step().ToJsonString()).JudgedAsync()).Warnings().ShouldContain(warning => warning.StartsWith("the last good policies judge", StringComparison.Ordinal) && warning.Contains("services/zz.yaml:2"));
        var (status, health) = await HealthAsync(gate);
        status.ShouldBe(HttpStatusCode.OK);
        health.GetProperty("status").GetString().ShouldBe("degraded");
        health.GetProperty("why").GetString()!.ShouldContain("services/zz.yaml:2");
        (await gate.Client.GetStringAsync("/v1/policies")).ShouldContain("services/zz.yaml");
        FaultsMeasured(gate).ShouldBe(1);

        File.Delete(Path.Combine(_folder.Path, "policies", "services", "zz.yaml"));
        Store(gate).Reload();

        await ShouldBeWellAsync(gate);
    }

    [Fact]
    public async Task A_gate_started_while_the_files_have_faults_judges_by_the_last_good_ones_and_takes_over_mended_ones()
    {
        await using (var first = await StartAsync())
        {
            await Store(first).KeepAsync(TestContext.Current.CancellationToken);
        }

        Write("http-threshold.yaml", "kind: policy\nname: {a\n");
        await using var second = await StartAsync();

        var answer = await second.EvaluateAsync(Bodies.Step().ToJsonString()).JudgedAsync();
        answer.Verdict().ShouldBe("pass");
        answer.Warnings().ShouldContain(warning => warning.StartsWith("the last good policies judge", StringComparison.Ordinal) && warning.Contains("http-threshold.yaml:2"));
        (await HealthAsync(second)).Health.GetProperty("status").GetString().ShouldBe("degraded");

        // Every gate of the process stands in /metrics: the value is this one's own.
        (await second.Client.GetStringAsync("/metrics")).ShouldContain("\ngate_policies_faults{");
        FaultsMeasured(second).ShouldBe(1);

        Write("http-threshold.yaml", Repository.PolicyFiles()["http-threshold.yaml"]);
        Store(second).Reload().ShouldBeTrue();
        await ShouldBeWellAsync(second);
    }

    [Fact]
    public async Task What_is_kept_for_the_next_start_is_the_last_good_and_never_the_faulty()
    {
        await using (var first = await StartAsync())
        {
            await Store(first).KeepAsync(TestContext.Current.CancellationToken);
            Write("http-threshold.yaml", Repository.PolicyFiles()["http-threshold.yaml"].Replace("http-threshold", "renamed", StringComparison.Ordinal));
            Store(first).Reload().ShouldBeTrue();
            Write("services/zz.yaml", "a: &a [*a]");
            Store(first).Reload().ShouldBeFalse();
            await Store(first).KeepAsync(TestContext.Current.CancellationToken);
        }

        await using var second = await StartAsync();

        Store(second).Current.Catalog.Policies.Select(policy => policy.Name).ShouldContain("renamed");
    }

    [Fact]
    public async Task Without_history_nothing_is_kept_and_a_start_with_faults_is_refused()
    {
        await using (await StartAsync(("History:Enabled", "false")))
        {
        }

        Write("services/zz.yaml", "a: &a [*a]");

        (await Should.ThrowAsync<PolicyFilesException>(StartAsync(("History:Enabled", "false")))).Message.ShouldContain("History:Enabled is false");
    }

    [Fact]
    public async Task A_folder_that_goes_away_and_comes_back_changes_nothing()
    {
        await using var gate = await StartAsync();
        var away = _folder.Path + "-away";
        Directory.Move(Path.Combine(_folder.Path, "policies"), away);

        Store(gate).Reload().ShouldBeFalse();
        Store(gate).Current.Faults.ShouldHaveSingleItem().Message.ShouldStartWith("cannot be read");
        (await gate.EvaluateAsync(Bodies.Step().ToJsonString()).JudgedAsync()).Verdict().ShouldBe("pass");

        Directory.Move(away, Path.Combine(_folder.Path, "policies"));
        Store(gate).Reload();
        await ShouldBeWellAsync(gate);
    }

    [Fact]
    public async Task A_pipe_in_the_place_of_a_file_is_waited_for_by_nobody()
    {
        await using (var gate = await StartAsync())
        {
            await Store(gate).KeepAsync(TestContext.Current.CancellationToken);
            await MakePipeAsync("services/zz.yaml");

            (await Task.Run(() => Store(gate).Reload()).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)).ShouldBeFalse();
            Store(gate).Current.Faults.ShouldHaveSingleItem().ToString().ShouldStartWith("services/zz.yaml:1: is empty");
        }

        await using var again = await StartAsync().WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        (await again.EvaluateAsync(Bodies.Step().ToJsonString()).JudgedAsync()).Verdict().ShouldBe("pass");
    }

    [Fact]
    public async Task A_ConfigMap_that_is_swapped_by_its_link_is_taken_over_whole()
    {
        using var mount = new TemporaryFolder();
        Directory.CreateSymbolicLink(mount.File("..data"), Path.Combine(_folder.Path, "policies"));
        foreach (var entry in Directory.EnumerateFileSystemEntries(Path.Combine(_folder.Path, "policies")).Select(Path.GetFileName))
        {
            var (link, target) = (mount.File(entry!), Path.Combine("..data", entry!));
            _ = Directory.Exists(Path.Combine(_folder.Path, "policies", entry!)) ? Directory.CreateSymbolicLink(link, target) : File.CreateSymbolicLink(link, target);
        }

        await using var gate = await StartAsync(("Policies:Directory", mount.Path));
        var before = Store(gate).Current.Catalog.Policies.Single(policy => policy.Name == "http-threshold").Revision;
        using var next = new TemporaryFolder();
        foreach (var (name, text) in Repository.PolicyFiles())
        {
            Directory.CreateDirectory(Path.GetDirectoryName(next.File(name))!);
            await File.WriteAllTextAsync(next.File(name), text.Replace("2%", "3%", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        }

        Directory.Delete(mount.File("..data"));
        Directory.CreateSymbolicLink(mount.File("..data"), next.Path);

        Store(gate).Reload().ShouldBeTrue();
        Store(gate).Current.Faults.ShouldBeEmpty();
        Store(gate).Current.Catalog.Policies.Single(policy => policy.Name == "http-threshold").Revision.ShouldNotBe(before);
    }

    public void Dispose() => _folder.Dispose();

    private static PolicyStore Store(GateHost gate) => gate.App.Services.GetRequiredService<PolicyStore>();

    private static async Task ShouldBeWellAsync(GateHost gate)
    {
        (await gate.EvaluateAsync(Bodies.Step().ToJsonString()).JudgedAsync()).Warnings().ShouldNotContain(warning => warning.Contains("last good"));
        (await HealthAsync(gate)).Health.GetProperty("status").GetString().ShouldBe("healthy");
        FaultsMeasured(gate).ShouldBe(0);
    }

    private static async Task<(HttpStatusCode Status, JsonElement Health)> HealthAsync(GateHost gate)
    {
        using var response = await gate.Client.GetAsync("/healthz/startup");
        return (response.StatusCode, JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync()).GetProperty("checks").GetProperty("policies"));
    }

    private static int FaultsMeasured(GateHost gate)
    {
        using var measured = new MetricCollector<int>(gate.App.Services.GetRequiredService<IMeterFactory>(), GateTelemetry.Source, GateTelemetry.Metrics.PolicyFaults);
        measured.RecordObservableInstruments();
        return measured.LastMeasurement!.Value;
    }

    private Task<GateHost> StartAsync(params (string Key, string? Value)[] settings) => GateHost.StartAsync(
        _fixture.NerdGraph,
        [.. new (string Key, string? Value)[] { ("Policies:Directory", Path.Combine(_folder.Path, "policies")), ("Policies:ReloadInterval", "00:00:00"), ("History:ConnectionString", $"Data Source={_folder.File("gate.db")};Pooling=False") }
            .Where(setting => settings.All(other => other.Key != setting.Key)), .. settings]);

    private async Task MakePipeAsync(string name)
    {
        using var made = System.Diagnostics.Process.Start("mkfifo", [Path.Combine(_folder.Path, "policies", name)]);
        await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        made.ExitCode.ShouldBe(0);
    }

    private void Write(string name, string text)
    {
        var file = Path.Combine(_folder.Path, "policies", name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
