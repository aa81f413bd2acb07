using System.Text.RegularExpressions;
using GateService.Cli.Shell;
using GateService.Tests.Hosting;

namespace GateService.Tests.Cli;

/// <summary>docs/gatectl.md says what gatectl takes and ends with.</summary>
public sealed partial class GatectlDocumentTests
{
    private static readonly string Document = Repository.Read("docs", "gatectl.md");

    [Fact]
    public void Every_code_it_ends_with_is_documented() =>
        CodeRow().Matches(Document).Select(row => $"{row.Groups[1].Value} {row.Groups[2].Value}")
            .ShouldBe(Enum.GetValues<ExitCode>().Select(code => $"{(int)code} {code}"));

    [Fact]
    public async Task Every_command_and_option_it_offers_is_documented()
    {
        var help = (await Ctl.RunAsync("--help")).Output;
        var commands = CommandLine().Matches(help[help.IndexOf("Commands:", StringComparison.Ordinal)..]).Select(line => line.Groups[1].Value).ToList();

        commands.ShouldNotBeEmpty();
        CommandRow().Matches(Document).Select(row => row.Groups[1].Value).ShouldBe(commands, ignoreOrder: true);
        foreach (var command in commands)
        {
            var options = OptionName().Matches((await Ctl.RunAsync(command, "--help")).Output).Select(option => option.Value).Except(["--help", "--version"]);
            options.Where(option => !Document.Contains($"`{option}", StringComparison.Ordinal)).ShouldBeEmpty($"options of {command}");
        }
    }

    [GeneratedRegex(@"^\| (\d+) \| `(\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex CodeRow();

    [GeneratedRegex(@"^\| `([a-z]+)[^`]*` \| .* \| (?:`[a-z]+`|none)[^|]*\|$", RegexOptions.Multiline)]
    private static partial Regex CommandRow();

    [GeneratedRegex(@"^  ([a-z]+) ", RegexOptions.Multiline)]
    private static partial Regex CommandLine();

    [GeneratedRegex(@"--[a-z-]+")]
    private static partial Regex OptionName();
}
