using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using GateService.Tests.Cli;
using GateService.Tests.Hosting;

namespace GateService.Tests.Documents;

/// <summary>A command that a document shows is one that somebody pastes: it is run by a test, or stands in a list that says why it cannot be.</summary>
public sealed partial class CommandTests(CommandStage stage) : IClassFixture<CommandStage>
{
    private static readonly IReadOnlyList<FencedBlock> Blocks = [.. KnownCommands.Documents.SelectMany(FencedBlock.Of)];

    public static TheoryData<string, int> Here =>
        [.. Blocks.Where(block => block.IsCommands && KnownCommands.All.OfType<RunHere>().Any(known => known.IsOf(block))).Select(block => new TheoryDataRow<string, int>(block.Document, block.Line))];

    [Fact]
    public void Every_block_of_commands_is_run_or_says_why_not() =>
        Blocks.Where(block => block.IsCommands && KnownCommands.All.Count(known => known.IsOf(block)) != 1).Select(block => $"{block.Document}:{block.Line} {block.Text.Split('\n')[0]}").ShouldBeEmpty();

    [Fact]
    public void A_block_says_its_language() => Blocks.Where(block => block.Language.Length == 0).Select(block => $"{block.Document}:{block.Line}").ShouldBeEmpty("sh for commands, text for what is no language");

    [Fact]
    public void Who_is_said_to_run_commands_reads_the_document_that_shows_them()
    {
        foreach (var known in KnownCommands.All)
        {
            Blocks.Any(block => block.IsCommands && block.Document == known.Document && block.Text.Split('\n').Any(line => line.StartsWith(known.Begins, StringComparison.Ordinal)))
                .ShouldBeTrue($"{known.Document} shows no '{known.Begins}' any more");
            if (known is RunBy by)
            {
                Repository.Read(by.File.Split('/')).ShouldContain(by.Reads, Case.Sensitive, $"{by.File}, said to run {by.Document}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Here))]
    public async Task The_commands_of_a_document_do_what_it_says(string document, int line)
    {
        var block = Blocks.Single(block => block.Document == document && block.Line == line);
        using var shell = new DocumentShell();
        Prepare(shell, block);
        try
        {
            Saying(block, await shell.RunAsync(Runnable(block)));
        }
        finally
        {
            EndServers(shell);
        }
    }

    /// <summary>Lines that nobody runs are left out; a server is started, asked whether it is well, and left to run.</summary>
    private static string Runnable(FencedBlock block)
    {
        var nobody = KnownCommands.All.OfType<RunByNobody>().Where(known => known.Document == block.Document).Select(known => known.Begins).ToList();
        var lines = block.Text.Split('\n').Where(line => !nobody.Exists(begins => line.StartsWith(begins, StringComparison.Ordinal)));
        return ToolLine().Replace(string.Join('\n', lines), "serve $0");
    }

    /// <summary>What a document promises beyond an end without a fault.</summary>
    private static void Saying(FencedBlock block, string output)
    {
        if (block.Text.StartsWith("gatectl lint", StringComparison.Ordinal))
        {
            output.ShouldContain(Comment().Match(block.Text).Groups[1].Value);
            output.ShouldContain("\"version\": \"2.1.0\"");
        }
        else if (block.Text.StartsWith("token=", StringComparison.Ordinal))
        {
            var lines = output.Trim().Split('\n');
            lines[1].ShouldBe(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lines[0]["token: ".Length..]))));
        }
        else if (block.Document == "docs/api.md")
        {
            output.ShouldStartWith("pass: ");
        }
    }

    private void Prepare(DocumentShell shell, FencedBlock block)
    {
        var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')).Equals("debug", StringComparison.OrdinalIgnoreCase) ? "Debug" : "Release";
        shell.Set("GATE_URL", stage.Gate.Client.BaseAddress!.ToString().TrimEnd('/'));
        shell.Set("GATE", stage.Gate.Client.BaseAddress!.ToString().TrimEnd('/'));
        shell.Set("GATE_TOKEN", GateHost.Token);
        shell.Set("TOKEN", GateHost.Token);
        // Tools that are installed for a person are installed for a person of this test, from the packages that were just made alone.
        shell.Set("DOTNET_CLI_HOME", shell.Path);
        shell.Set("MSBUILDDISABLENODEREUSE", "1");
        File.WriteAllText(Path.Combine(shell.Path, "NuGet.config"), "<configuration><packageSources><clear /></packageSources></configuration>");
        shell.Shim("dotnet", $$"""
            args=("$@")
            case "$1 $2" in
              "run --project") exec serve {{DocumentShell.Dotnet}} "{{AppContext.BaseDirectory}}$(basename "$3").dll" "${args[@]:4}";;
              "pack "*) exec {{DocumentShell.Dotnet}} pack "{{Repository.Root}}/$2" -c {{configuration}} --no-build --no-restore "${args[@]:4}";;
              "tool install") exec {{DocumentShell.Dotnet}} "$@";;
              *) echo "a document calls dotnet $*, which its test does not know"; exit 98;;
            esac
            """);
        shell.Shim("serve", """
            "$@" >>served 2>&1 &
            echo $! >>pids
            case "$*" in *GateService.dll*) path=healthz/live;; *) path=health;; esac
            curl -sf --retry 120 --retry-connrefused --retry-delay 1 -o /dev/null "${@: -1}/$path" || { cat served; exit 96; }
            """);
        shell.Shim("newrelic-simulator", $"exec {DocumentShell.Dotnet} {AppContext.BaseDirectory}NewRelic.Simulator.dll \"$@\"");
        // A verdict and a finding are answers too; what a document may not show is a command line that is not taken, or a gate that gives no answer.
        shell.Shim("gatectl", $$"""
            elsewhere=()
            case "$*" in *--newrelic-account*) elsewhere=(--newrelic-endpoint {{stage.Simulator}}graphql); export NEW_RELIC_API_KEY=NRAK-ANY;; esac
            code=0
            "{{AppContext.BaseDirectory}}gatectl" "$@" "${elsewhere[@]}" || code=$?
            [ $code -le 2 ] || exit $code
            """);
        if (block.Text.StartsWith("gatectl lint", StringComparison.Ordinal))
        {
            File.WriteAllText(Path.Combine(shell.Path, "policies", "my-policy.yaml"), PolicyMistake.All[0].Text);
        }
    }

    private static void EndServers(DocumentShell shell)
    {
        var pids = Path.Combine(shell.Path, "pids");
        foreach (var pid in File.Exists(pids) ? File.ReadLines(pids).Select(int.Parse) : [])
        {
            try
            {
                using var server = Process.GetProcessById(pid);
                server.Kill(entireProcessTree: true);
                server.WaitForExit();
            }
            catch (ArgumentException)
            {
                // It has ended by itself.
            }
        }
    }

    [GeneratedRegex(@"^(\./)?newrelic-simulator ", RegexOptions.Multiline)]
    private static partial Regex ToolLine();

    [GeneratedRegex(@"^gatectl lint +# (.*)$", RegexOptions.Multiline)]
    private static partial Regex Comment();
}
