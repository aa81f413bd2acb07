using System.Text.Json;
using GateService.Cli.Shell;
using GateService.Tests.Cli;
using GateService.Tests.Hosting;

namespace GateService.Tests.Doctor;

/// <summary><c>gatectl doctor</c>, and the file that it proposes.</summary>
public sealed class DoctorCommandTests(DoctorWorld fixture) : IClassFixture<DoctorWorld>
{
    [Fact]
    public async Task It_walks_the_way_and_writes_the_policy_once()
    {
        using var folder = new TemporaryFolder();
        await fixture.ExamineAsync("go", "http");
        string[] asked = ["doctor", "go-http", "--namespace", "shop", "--window", "20m", "--at", "2026-11-01T12:00:00Z", "--write", folder.Path];

        var first = await RunAsync(asked);
        var written = await File.ReadAllTextAsync(Path.Combine(folder.Path, "services", "go-http.yaml"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "services", "go-http.yaml"), "# mine", TestContext.Current.CancellationToken);
        var second = await RunAsync(asked);

        first.Code.ShouldBe(ExitCode.Fine, first.Output);
        first.Output.ShouldContain("fine    telemetry: ");
        first.Output.ShouldContain("sees error-rate");
        first.Output.ShouldEndWith(written);
        second.Error.ShouldContain("is there already, and was left as it is");
        (await File.ReadAllTextAsync(Path.Combine(folder.Path, "services", "go-http.yaml"), TestContext.Current.CancellationToken)).ShouldBe("# mine");
    }

    [Fact]
    public async Task A_service_that_is_nowhere_ends_with_1()
    {
        var ran = await RunAsync("doctor", "nobody", "--output", "json");

        ran.Code.ShouldBe(ExitCode.No, ran.Error);
        JsonSerializer.Deserialize<JsonElement>(ran.Output).GetProperty("state").GetString().ShouldBe("wrong");
    }

    [Fact]
    public async Task A_gate_that_is_not_there_is_said_and_ends_with_3()
    {
        var ran = await Ctl.RunAsync(new() { ["GATE_URL"] = "http://127.0.0.1:9" }, ["doctor", "checkout"]);

        ran.Code.ShouldBe(ExitCode.NoAnswer);
        ran.Error.ShouldContain("cannot be reached");
    }

    private Task<Ctl> RunAsync(params string[] args) => Ctl.RunAsync(new() { ["GATE_URL"] = fixture.Gate.Client.BaseAddress!.ToString(), ["GATE_TOKEN"] = GateHost.Token }, args);
}
