using System.Net;
using System.Text.Json;
using GateService.Cli.Shell;
using GateService.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GateService.Tests.Cli;

/// <summary>What gatectl says where it cannot ask, or may not: whoever typed it knows what to change.</summary>
public sealed class ConnectionTests(GateFixture fixture) : IClassFixture<GateFixture>
{
    private string Url => fixture.Gate.Client.BaseAddress!.ToString();

    [Fact]
    public async Task Address_and_token_come_from_the_environment_or_the_command_line()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("token"), GateHost.Token + "\n");
        string[] command = ["policy", "example-shop"];

        var byVariables = await Ctl.RunAsync(new() { ["GATE_URL"] = Url, ["GATE_TOKEN"] = GateHost.Token }, command);
        var byFile = await Ctl.RunAsync(new() { ["GATE_URL"] = Url, ["GATE_TOKEN_FILE"] = folder.File("token") }, command);
        var byOptions = await Ctl.RunAsync(new() { ["GATE_TOKEN"] = "another" }, ["--gate-url", Url, .. command, "--token", GateHost.Token]);

        byVariables.Code.ShouldBe(ExitCode.Fine, byVariables.Error);
        byVariables.Output.ShouldContain("objectives.error-rate");
        byFile.ShouldBe(byVariables);
        byOptions.ShouldBe(byVariables);
    }

    [Fact]
    public async Task Programs_get_what_the_gate_says()
    {
        var asked = await Ctl.RunAsync(new() { ["GATE_URL"] = Url, ["GATE_TOKEN"] = GateHost.Token }, ["policy", "example-shop", "--output", "json"]);

        JsonSerializer.Deserialize<JsonElement>(asked.Output).GetProperty("values").GetArrayLength().ShouldBeGreaterThan(10);
    }

    [Theory]
    [InlineData(new[] { "policy", "example-shop" }, "nobody says where the gate is: give --gate-url")]
    [InlineData(new[] { "policy", "example-shop", "--gate-url", "gate" }, "gate 'gate': expected an address such as https://gate.example.com")]
    [InlineData(new[] { "policy", "example-shop", "--gate-url", "https://gate.example.com/v1" }, "without a path")]
    [InlineData(new[] { "policy", "example-shop", "--gate-url", "http://127.0.0.1:1", "--token-file", "/nowhere/token" }, "the token file /nowhere/token cannot be read")]
    [InlineData(new[] { "polcy" }, "polcy")]
    [InlineData(new[] { "policy" }, "gatectl policy --help says what is taken")]
    public async Task A_command_line_that_cannot_be_taken_is_usage(string[] args, string said)
    {
        var asked = await Ctl.RunAsync(args);

        asked.Code.ShouldBe(ExitCode.Usage);
        asked.Error.ShouldContain(said);
        asked.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_gate_that_is_not_there_is_no_answer()
    {
        var asked = await Ctl.RunAsync("policy", "example-shop", "--gate-url", "http://127.0.0.1:1");

        asked.Code.ShouldBe(ExitCode.NoAnswer);
        asked.Error.ShouldStartWith("the gate at http://127.0.0.1:1/ cannot be reached: ");
    }

    [Theory]
    [InlineData(new string[0], "no token was sent; give --token-file")]
    [InlineData(new[] { "--token", "wrong" }, "the token is unknown, or past its time")]
    public async Task A_token_the_gate_does_not_know_is_no_answer(string[] token, string said)
    {
        var asked = await Ctl.RunAsync(["policy", "example-shop", "--gate-url", Url, .. token]);

        asked.Code.ShouldBe(ExitCode.NoAnswer);
        asked.Error.ShouldContain(said);
    }

    [Fact]
    public async Task What_the_gate_does_not_know_is_said_in_its_own_words()
    {
        var asked = await Ctl.RunAsync("policy", "example-shop", "--policy", "http-defualt", "--gate-url", Url, "--token", GateHost.Token);

        asked.Code.ShouldBe(ExitCode.Usage);
        asked.Error.ShouldContain("http-defualt");
    }

    [Theory]
    [InlineData("/page", "sends text/html where JSON is expected")]
    [InlineData("/redirect", "a login page or a proxy stands before it")]
    [InlineData("/missing", "knows no GET /v1/policies/effective")]
    [InlineData("/broken", "the gate cannot answer (502)")]
    public async Task Something_else_that_answers_is_told_from_a_gate(string what, string said)
    {
        await using var other = await OtherAsync(what);

        var asked = await Ctl.RunAsync("policy", "example-shop", "--gate-url", other.Urls.First());

        asked.Code.ShouldBe(ExitCode.NoAnswer);
        asked.Error.ShouldContain(said);
    }

    private static async Task<WebApplication> OtherAsync(string what)
    {
        var builder = WebApplication.CreateBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Run(async http =>
        {
            http.Response.StatusCode = (int)(what switch
            {
                "/page" => HttpStatusCode.OK,
                "/redirect" => HttpStatusCode.Found,
                "/missing" => HttpStatusCode.NotFound,
                _ => HttpStatusCode.BadGateway,
            });
            http.Response.Headers.Location = what == "/redirect" ? "https://login.example.com/" : default;
            http.Response.ContentType = "text/html";
            await http.Response.WriteAsync("<html>sign in</html>");
        });
        await app.StartAsync();
        return app;
    }
}
