using System.Net;
using System.Net.Sockets;
using GateService.Demo;

namespace GateService.Tests.Demo;

/// <summary>What can be said to the demo, and what it says back.</summary>
public sealed class DemoOptionsTests
{
    [Fact]
    public void Any_world_is_played_under_any_service_s_name()
    {
        var options = DemoOptions.Parse(["--world", "conversionDrop", "--service", "mine", "--policy", "http-logs", "--seed", "7", "--exit"]);

        (options.World, options.Service, options.Policy, options.Seed, options.Exit).ShouldBe(("conversionDrop", "mine", "http-logs", 7, true));
        Story.Of(options).ShouldBe(new Story("conversionDrop", "conversionDrop", "mine", 7, null, null) { Agent = null, Policy = "http-logs" });
    }

    [Fact]
    public void Nothing_said_plays_the_five_on_loopback() =>
        DemoOptions.Parse([]).ShouldBe(new DemoOptions());

    [Fact]
    public void Help_is_an_option_and_names_every_other_one()
    {
        DemoOptions.Parse(["--help"]).Help.ShouldBeTrue();
        DemoOptions.Parse(["-h"]).Help.ShouldBeTrue();
        foreach (var option in new[] { "--world", "--service", "--policy", "--agent", "--seed", "--gate-url", "--simulator-url", "--attach", "--pace", "--exit", "--help" })
        {
            DemoOptions.Usage.ShouldContain($"  {option} ");
        }
    }

    [Theory]
    [InlineData("unknown option --wrold", "--wrold", "healthy")]
    [InlineData("--pace: expected a whole number from 0 to 60000, got fast", "--pace", "fast")]
    [InlineData("--pace: expected a whole number from 0 to 60000, got nothing", "--pace")]
    [InlineData("--world: expected a world such as conversionDrop, got --exit", "--world", "--exit")]
    [InlineData("--service is said without --world: the five have names of their own", "--service", "mine")]
    [InlineData("--gate-url: expected a URL such as http://127.0.0.1:5300, got 5300", "--gate-url", "5300")]
    [InlineData("--gate-url: expected a loopback URL such as http://127.0.0.1:5300, got http://gate:5300/; what runs elsewhere is played against with --attach", "--gate-url", "http://gate:5300")]
    public void What_cannot_be_taken_is_named_with_what_was_expected(string said, params string[] args) =>
        Should.Throw<FormatException>(() => DemoOptions.Parse(args)).Message.ShouldBe(said);

    [Fact]
    public void What_runs_elsewhere_may_be_anywhere() =>
        DemoOptions.Parse(["--attach", "--gate-url", "http://gate:5300", "--simulator-url", "http://simulator:5310"]).GateUrl.Host.ShouldBe("gate");

    [Theory]
    [InlineData("--simulator-url")]
    [InlineData("--gate-url")]
    public async Task A_port_that_is_taken_is_named_with_the_option_that_chooses_another(string option)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var url = new Uri($"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}");
        var options = option == "--gate-url"
            ? new DemoOptions { GateUrl = url, SimulatorUrl = new Uri("http://127.0.0.1:0") }
            : new DemoOptions { SimulatorUrl = url };

        (await Should.ThrowAsync<IOException>(() => DemoServers.StartAsync(options, TestContext.Current.CancellationToken)))
            .Message.ShouldBe($"http://127.0.0.1:{url.Port} is taken: end what listens there, or choose another with {option}");
    }
}
