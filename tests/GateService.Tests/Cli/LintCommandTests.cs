using System.Text.Json;
using GateService.Cli.Shell;
using GateService.Tests.Hosting;
using NJsonSchema;

namespace GateService.Tests.Cli;

/// <summary><c>gatectl lint</c> in the forms that people, editors and CI read, and held against New Relic.</summary>
public sealed class LintCommandTests
{
    private const string Kpi =
        """
        kind: service
        name: checkout
        policy: http-default
        overrides:
          objectives:
            conversion:
              kind: kpi
              eventType: CheckoutCompleted
              form: ratio
              where: "shop = 'main'"
              numerator: "outcome = 'ok'"
              atLeast: 90%
        """;

    private static readonly PolicyMistake Typo = PolicyMistake.All[0];

    [Fact]
    public async Task The_shipped_policies_have_no_fault()
    {
        var linted = await Ctl.RunAsync([], ["lint"], Repository.Root);

        linted.ShouldBe(new Ctl(ExitCode.Fine, "no fault\n", ""));
    }

    [Fact]
    public async Task People_get_a_line_a_fault_as_compilers_write_them()
    {
        using var folder = new MistakenFolder(Typo);

        var linted = await Ctl.RunAsync([], ["lint", "policies"], folder.Root);

        linted.Output.ShouldStartWith("policies/my-policy.yaml:6: error: objectives.error-rate.atMots: is no known key here; did you mean 'atMost'?\n");
        linted.Output.ShouldEndWith("1 fault, 0 warnings\n");
    }

    [Fact]
    public async Task GitHub_gets_annotations_in_which_no_character_ends_the_command()
    {
        using var folder = new MistakenFolder(PolicyMistake.All[3]);

        var linted = await Ctl.RunAsync([], ["lint", "--format", "github"], folder.Root);

        linted.Output.ShouldStartWith("::error file=policies/my-policy.yaml,line=6,title=objectives.latency-p95.atMost::objectives.latency-p95.atMost: '5%25': expected a duration");
        linted.Code.ShouldBe(ExitCode.No);
    }

    [Fact]
    public async Task SARIF_is_valid_and_says_file_and_line()
    {
        using var folder = new MistakenFolder(Typo);

        var linted = await Ctl.RunAsync([], ["lint", "--format", "sarif"], folder.Root);

        var schema = await JsonSchema.FromFileAsync(Repository.PathOf("tests", "GateService.Tests", "Cli", "sarif-2.1.0.json"));
        schema.Validate(linted.Output).ShouldBeEmpty();
        var result = JsonSerializer.Deserialize<JsonElement>(linted.Output).GetProperty("runs")[0].GetProperty("results")[0];
        var place = result.GetProperty("locations")[0].GetProperty("physicalLocation");
        place.GetProperty("artifactLocation").GetProperty("uri").GetString().ShouldBe("policies/my-policy.yaml");
        place.GetProperty("region").GetProperty("startLine").GetInt32().ShouldBe(6);
        result.GetProperty("level").GetString().ShouldBe("error");
    }

    [Theory]
    [InlineData("nowhere", "'nowhere': expected a folder of policy files")]
    [InlineData("policies/http-default.yaml", "a file is read together with those it extends")]
    public async Task What_is_no_folder_is_usage(string given, string said)
    {
        var linted = await Ctl.RunAsync([], ["lint", given], Repository.Root);

        linted.Code.ShouldBe(ExitCode.Usage);
        linted.Error.ShouldContain(said);
    }

    [Theory]
    [InlineData("outcome = 'ok'", "outcome = 'ok'", "", ExitCode.Fine)]
    [InlineData("outcome = 'ok'", "outcom = 'ok'", "services/checkout.yaml:11: error: objectives.conversion.numerator: 'outcom': no CheckoutCompleted event of the last 24h carries it; did you mean 'outcome'?", ExitCode.No)]
    [InlineData("outcome = 'ok'", "outcome = 'OK'", "services/checkout.yaml:11: warning: objectives.conversion.numerator: 'outcome = 'OK'' is true of none of the 200 CheckoutCompleted events of checkout in the last 24h", ExitCode.Fine)]
    [InlineData("CheckoutCompleted", "CheckoutCompletd", "services/checkout.yaml:8: error: objectives.conversion.eventType: 'CheckoutCompletd': there is no such event in the last 24h", ExitCode.No)]
    [InlineData("name: checkout", "name: chekout", "services/checkout.yaml:2: error: name: 'chekout': no Transaction event of the last 24h has appName = 'chekout'", ExitCode.No)]
    [InlineData("overrides:\n", "overrides:\n  telemetry: {where: \"tenant = 'a'\"}\n", "services/checkout.yaml:5: warning: telemetry.where: 'tenant' is null on all 200 Transaction events of checkout in the last 24h", ExitCode.Fine)]
    [InlineData("    conversion:\n", "    latency-p95: {atMost: 1200s}\n    conversion:\n", "services/checkout.yaml:6: warning: objectives.latency-p95.atMost: the limit of 1,200 s is 1,846 times what duration is on 200 Transaction events of checkout in the last 24h, 650 ms: is it in another unit?", ExitCode.Fine)]
    public async Task With_a_key_policies_are_held_against_what_New_Relic_holds(string written, string instead, string said, ExitCode code)
    {
        await using var simulator = await SeenEvents.StartAsync();
        using var folder = new MistakenFolder(("services/checkout.yaml", Kpi.Replace(written, instead, StringComparison.Ordinal)), ("services/example-shop.yaml", "kind: service\nname: another\n"));

        var linted = await Ctl.RunAsync([], ["lint", .. SeenEvents.Options(simulator)], folder.Root);

        linted.Output.ShouldContain(said.Length == 0 ? "no fault" : $"policies/{said}", customMessage: linted.Error);
        linted.Code.ShouldBe(code, linted.Output + linted.Error);
    }

    [Fact]
    public async Task Strictly_a_warning_is_no()
    {
        await using var simulator = await SeenEvents.StartAsync();
        using var folder = new MistakenFolder(("services/checkout.yaml", Kpi.Replace("'ok'", "'OK'", StringComparison.Ordinal)), ("services/example-shop.yaml", "kind: service\nname: another\n"));

        var linted = await Ctl.RunAsync([], ["lint", "--strict", .. SeenEvents.Options(simulator)], folder.Root);

        linted.Code.ShouldBe(ExitCode.No);
    }

    [Theory]
    [InlineData(new[] { "--newrelic-key", "NRAK-SECRET" }, "give --newrelic-account, or set NEW_RELIC_ACCOUNT_ID", ExitCode.Usage)]
    [InlineData(new[] { "--newrelic-key", "NRAK-SECRET", "--newrelic-account", "1", "--since", "yesterday" }, "--since 'yesterday': expected a duration", ExitCode.Usage)]
    [InlineData(new[] { "--newrelic-key", "NRAK-SECRET", "--newrelic-account", "1", "--newrelic-endpoint", "http://127.0.0.1:1/graphql" }, "New Relic does not answer", ExitCode.NoAnswer)]
    public async Task Where_New_Relic_cannot_be_asked_it_is_said_without_the_key(string[] options, string said, ExitCode code)
    {
        var linted = await Ctl.RunAsync([], ["lint", .. options], Repository.Root);

        linted.Code.ShouldBe(code);
        linted.Error.ShouldContain(said);
        linted.Error.ShouldNotContain("NRAK-SECRET");
    }
}
