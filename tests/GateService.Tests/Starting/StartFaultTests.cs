using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using GateService.Tests.Hosting;

namespace GateService.Tests.Starting;

/// <summary>The gate as a process of its own: what stops its start is a sentence on standard error and exit code 1, never a stack trace or an abort.</summary>
public sealed class StartFaultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task No_token() => (await StartAsync(("Auth__Disabled", "false"))).ShouldHaveSingleItem().ShouldContain("Auth:Tokens is empty: nobody could ask");

    [Fact]
    public async Task A_setting_out_of_range_and_one_that_cannot_be() =>
        (await StartAsync(("Gate__Deadline", "10m"), ("History__Patience", "00:00:00"))).ShouldBe(
            ["the gate does not start: Gate:Deadline is 10m: expected 1s to 2m", "the gate does not start: History:Patience is 0s: expected a positive duration of at most 1 day"], ignoreOrder: true);

    [Fact]
    public async Task Durations_of_New_Relics_client_are_said_as_settings_have_them() =>
        (await StartAsync(("NewRelic__AttemptTimeout", "9s"), ("NewRelic__TotalTimeout", "1m30s"), ("NewRelic__RetryDelay", "2d"), ("NewRelic__BreakDuration", "0.1s"))).ShouldBe(
        [
            "the gate does not start: NewRelic:RetryDelay is 2d: expected a duration of at most a day",
            "the gate does not start: NewRelic:BreakDuration is 100ms: expected 500 ms to a day",
        ]);

    [Fact]
    public async Task One_port_for_the_gate_and_its_metrics() =>
        (await StartAsync(("ASPNETCORE_URLS", "http://127.0.0.1:5411"), ("Telemetry__PrometheusPort", "5411"))).ShouldHaveSingleItem().ShouldBe(
            "the gate does not start: Telemetry:PrometheusPort is 5411, and so is the port of the gate itself (http://127.0.0.1:5411, set by --urls, ASPNETCORE_URLS or ASPNETCORE_HTTP_PORTS): expected two");

    /// <summary>.NET takes 8 for eight days.</summary>
    [Fact]
    public async Task A_duration_without_a_unit() =>
        (await StartAsync(("Auth__SessionLifetime", "8"))).ShouldHaveSingleItem()
            .ShouldBe("the gate does not start: Auth:SessionLifetime (environment variable Auth__SessionLifetime) is '8': expected a duration such as 30s, 10m or 7d, or as hh:mm:ss");

    [Theory]
    [InlineData("collector:4317")]
    [InlineData("/collector")]
    public async Task A_collector_that_nothing_could_be_sent_to(string endpoint) =>
        (await StartAsync(("Telemetry__OtlpEndpoint", endpoint))).ShouldHaveSingleItem()
            .ShouldBe($"the gate does not start: Telemetry:OtlpEndpoint is '{endpoint}': expected an address with http or https, such as http://collector:4317");

    [Theory]
    [InlineData("collector:4317")]
    [InlineData("not an address")]
    public async Task A_collector_of_OpenTelemetrys_own_variable_that_nothing_could_be_sent_to(string endpoint) =>
        (await StartAsync(("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint))).ShouldHaveSingleItem()
            .ShouldBe($"the gate does not start: OTEL_EXPORTER_OTLP_ENDPOINT is '{endpoint}': expected an address with http or https, such as http://collector:4317");

    [Theory]
    [InlineData("Logging__LogLevel__Default", "Logging:LogLevel:Default")]
    [InlineData("Logging__Console__LogLevel__GateService", "Logging:Console:LogLevel:GateService")]
    public async Task A_level_that_no_logger_knows(string variable, string setting) =>
        (await StartAsync((variable, "Loud"))).ShouldHaveSingleItem()
            .ShouldBe($"the gate does not start: {setting} (environment variable {variable}) is 'Loud': expected Trace, Debug, Information, Warning, Error, Critical, None");

    [Fact]
    public async Task A_setting_that_nobody_knows() =>
        (await StartAsync(("Gate__Deadlin", "00:00:03"))).ShouldHaveSingleItem()
            .ShouldBe("the gate does not start: Gate:Deadlin (environment variable Gate__Deadlin) is no known setting: did you mean 'Gate:Deadline'?");

    [Fact]
    public async Task A_port_that_is_taken()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        (await StartAsync(("ASPNETCORE_URLS", $"http://127.0.0.1:{port}"))).ShouldHaveSingleItem().ShouldContain($"127.0.0.1:{port}: address already in use");
    }

    [Fact]
    public async Task A_port_that_is_none() => (await StartAsync(("ASPNETCORE_URLS", "http://127.0.0.1:99999"))).ShouldHaveSingleItem().ShouldContain("expected a port from 0 to 65535; set another with --urls");

    [Fact]
    public async Task Authentication_off_where_others_could_ask() =>
        (await StartAsync(("ASPNETCORE_URLS", "http://0.0.0.0:0"))).ShouldHaveSingleItem().ShouldContain("authentication may be off on loopback addresses only");

    [Fact]
    public async Task Policies_that_are_not_there() =>
        (await StartAsync(("Policies__Directory", _folder.File("nowhere")))).ShouldContain(line => line.Contains("cannot be read") && line.Contains("Policies:Directory names it"));

    [Fact]
    public async Task Policies_that_overflow_whatever_reads_them()
    {
        Directory.CreateDirectory(_folder.File("policies"));
        await File.WriteAllTextAsync(Path.Combine(_folder.File("policies"), "a.yaml"), string.Concat(Enumerable.Repeat("[", 100_000)), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_folder.File("policies"), "b.yaml"), "a: &a [*a]", TestContext.Current.CancellationToken);

        var lines = await StartAsync(("Policies__Directory", _folder.File("policies")));

        lines.Count.ShouldBe(3);
        lines[0].ShouldContain("have 2 faults, and no last good ones are kept yet");
        lines[1].ShouldContain("a.yaml:1");
        lines[2].ShouldContain("b.yaml:1");
    }

    [Fact]
    public async Task Settings_that_are_no_JSON()
    {
        await File.WriteAllTextAsync(_folder.File("appsettings.json"), "{\"Gate\": {", TestContext.Current.CancellationToken);

        (await StartAsync()).ShouldHaveSingleItem().ShouldContain("appsettings.json");
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>What the process said before it gave up.</summary>
    private async Task<IReadOnlyList<string>> StartAsync(params (string Key, string Value)[] variables)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "GateService.dll")])
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        (string, string)[] defaults = [("ASPNETCORE_URLS", "http://127.0.0.1:0"), ("Auth__Disabled", "true"), ("Policies__Directory", Repository.PathOf("policies")), ("NewRelic__ApiKey", "NRAK-X")];
        foreach (var (key, value) in defaults.Concat(variables))
        {
            start.Environment[key] = value;
        }

        using var process = Process.Start(start)!;
        using var end = TestContext.Current.CancellationToken.Register(process.Kill);
        var (said, told) = (process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        process.ExitCode.ShouldBe(1, await said);
        $"{await said}{await told}".ShouldNotContain("   at ", Case.Sensitive, "a stack trace");
        return (await said).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
