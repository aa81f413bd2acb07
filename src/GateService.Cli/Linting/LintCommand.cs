using System.CommandLine;
using System.Text.Json;
using GateService.Cli.Running;
using GateService.Cli.Shell;
using GateService.Cli.Telemetry;

namespace GateService.Cli.Linting;

/// <summary><c>gatectl lint</c>: policies read offline as a gate reads them; with a key also held against what New Relic holds.</summary>
internal sealed class LintCommand : ICommandLine
{
    private readonly Argument<string> _folder = new("folder") { Description = "Folder of the policy files.", DefaultValueFactory = _ => "policies" };

    private readonly Option<LintFormat?> _format = new("--format") { Description = "text, json, sarif (2.1.0) or github (annotations). Default: that of --output.", HelpName = "FORMAT" };

    private readonly Option<bool> _strict = new("--strict") { Description = "Warnings are faults too." };

    private readonly NewRelicOptions _newRelic = new();

    public Command Describe()
    {
        var command = new Command("lint", "Every fault of policy files, with file and line, in the words of the gate; with a key of New Relic's also what its events contradict.") { _folder, _format, _strict };
        _newRelic.AddTo(command);
        return command;
    }

    public async Task<ExitCode> RunAsync(Run run, CancellationToken ct)
    {
        var folder = LintedFolder.Read(run.Value(_folder)!, run.Surroundings);
        var faults = folder.Lint(DateOnly.FromDateTime(run.Surroundings.Time.GetUtcNow().UtcDateTime));
        var doubts = new Doubts([], []);
        if (_newRelic.Account(run) is { } account)
        {
            doubts = faults.Count == 0 ? await Sighting.LookAsync(folder.Files, account, ct) : doubts;
            await run.SayAsync(faults.Count == 0 ? $"held against what {account} holds of the last {account.SinceSaid}" : "New Relic is asked once the files have no faults");
        }

        var report = LintReport.Of(faults.Concat(doubts.Faults).Select(folder.Located), doubts.Warnings.Select(folder.Located));
        await WriteAsync(run, report);
        return report.Valid && (report.Warnings.Count == 0 || !run.Value(_strict)) ? ExitCode.Fine : ExitCode.No;
    }

    private async Task WriteAsync(Run run, LintReport report)
    {
        var lines = (run.Value(_format) ?? (run.IsJson ? LintFormat.Json : LintFormat.Text)) switch
        {
            LintFormat.Text => LintLines.Text(report),
            LintFormat.Github => LintLines.Github(report),
            LintFormat.Sarif => [JsonSerializer.Serialize(SarifLog.Of(report, Version()), Run.Readable)],
            LintFormat.Json => [JsonSerializer.Serialize(report, Run.Readable)],
        };
        foreach (var line in lines)
        {
            await run.Surroundings.Output.WriteLineAsync(line);
        }
    }

    private static string Version() => typeof(LintCommand).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";
}
