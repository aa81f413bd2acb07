using Charts.Tests.Helm;
using YamlDotNet.RepresentationModel;

namespace Charts.Tests.Driven;

/// <summary>The pod of <c>helm test</c>: its command as it is rendered, run by the same program, against a gate that runs.</summary>
public sealed class HelmTestTests(GateOverSimulator servers) : IClassFixture<GateOverSimulator>
{
    private static readonly Uri Nowhere = new("http://127.0.0.1:9");

    [Fact]
    public async Task A_gate_that_is_ready_and_answers_passes()
    {
        var run = await RunAsync(servers.Gate.BaseAddress!, GateOverSimulator.Token);

        run.Good().ShouldContain("ready: 200");
        run.Output.ShouldContain("evaluation of shop/checkout: 200");
    }

    [Fact]
    public async Task Without_a_token_the_gate_must_refuse_the_question() =>
        (await RunAsync(servers.Gate.BaseAddress!, "")).Good().ShouldContain("evaluation of shop/checkout: 401");

    [Fact]
    public async Task A_token_that_the_gate_does_not_know_fails()
    {
        var run = await RunAsync(servers.Gate.BaseAddress!, "another-token");

        run.Code.ShouldBe(1);
        run.Output.ShouldContain("401");
    }

    [Fact]
    public async Task A_gate_that_is_not_there_fails_with_a_sentence()
    {
        var run = await RunAsync(Nowhere, "");

        run.Code.ShouldBe(1);
        run.Output.ShouldStartWith("http://127.0.0.1:9/ gave no answer within 20 s: ");
        run.Error.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("gate-service")]
    [InlineData("http://gate-service", "checkout")]
    public async Task An_address_or_a_question_that_is_none_is_told_what_was_expected(params string[] arguments)
    {
        var run = await Command.RunAsync("dotnet", AppContext.BaseDirectory, ["GateService.dll", "ask", .. arguments]);

        run.Code.ShouldBe(2);
        run.Error.ShouldStartWith("expected: ask URL [SERVICE NAMESPACE]");
    }

    /// <summary>What the pod would run, at another address and with the program of these tests.</summary>
    private static async Task<Command> RunAsync(Uri gate, string token)
    {
        var pod = Manifest.All(Repository.Read("tests", "Charts.Tests", "Golden", "gate-service.yaml")).Single(manifest => manifest.Kind == "Pod");
        var command = ((YamlSequenceNode)pod.Maps("spec.containers").Single()["command"]).Children.Select(part => part.ToString()).ToList();
        command[..4].ShouldBe(["dotnet", "/app/GateService.dll", "ask", "http://gate-service:80"]);
        return await Command.RunAsync(command[0], AppContext.BaseDirectory, ["GateService.dll", command[2], gate.ToString(), .. command[4..]], ("GATE_TOKEN", token));
    }
}
