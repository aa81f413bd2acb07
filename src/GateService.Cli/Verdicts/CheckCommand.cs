using System.CommandLine;
using System.Net;
using System.Text.Json;
using GateService.Cli.Asking;
using GateService.Cli.Running;
using GateService.Cli.Shell;
using GateService.Core.Verdicts;
using GateService.Core.Words;

namespace GateService.Cli.Verdicts;

/// <summary><c>gatectl check</c>: the gate's verdict for a pipeline, told apart by the code it ends with.</summary>
internal sealed class CheckCommand : ICommandLine
{
    private readonly QuestionOptions _question = new();

    private readonly WaitOptions _wait = new("0s", "How long to ask again while the verdict is inconclusive, or the gate is not there.");

    private readonly Option<string?> _markdown = new("--markdown") { Description = "File that gets the verdict in Markdown, such as for a comment of a pull request.", HelpName = "FILE" };

    public Command Describe()
    {
        var command = new Command("check", "The gate's verdict for CI: waits, writes the job's summary, and tells fail and inconclusive apart.") { _markdown };
        _question.AddTo(command);
        _wait.AddTo(command);
        return command;
    }

    public async Task<ExitCode> RunAsync(Run run, CancellationToken ct)
    {
        using var gate = run.Gate();
        var answer = await AskAsync(gate, run, ct);
        var report = VerdictReport.Of(answer);
        await run.WriteAsync(answer, _ => VerdictText.Lines(report));
        await TellAsync(run, VerdictText.Markdown(report, _question.Service(run)), ct);
        return report.Code;
    }

    /// <summary>The first answer that decides; the last one where time is over.</summary>
    private async Task<JsonElement> AskAsync(GateConnection gate, Run run, CancellationToken ct)
    {
        var (body, pace) = (_question.Body(run), _wait.Of(run));
        for (; ; await pace.NextAsync(ct))
        {
            try
            {
                var answer = await gate.PostAsync("/v1/gates/check", body, ct, HttpStatusCode.Conflict, HttpStatusCode.PreconditionFailed);
                var report = VerdictReport.Of(answer);
                if (report.Verdict != Verdict.Inconclusive || pace.IsOver)
                {
                    return answer;
                }

                await run.SayAsync($"{pace.Said}: {EnumNames.Of(report.Verdict)}, {report.Summary}");
            }
            catch (FaultException fault) when (fault.Code == ExitCode.NoAnswer && !pace.IsOver)
            {
                await run.SayAsync($"{pace.Said}: {fault.Message}");
            }
        }
    }

    private async Task TellAsync(Run run, string markdown, CancellationToken ct)
    {
        try
        {
            if (run.Surroundings.Environment(Variables.StepSummary) is { Length: > 0 } summary)
            {
                await File.AppendAllTextAsync(summary, markdown, ct);
            }

            if (run.Value(_markdown) is { Length: > 0 } file)
            {
                await File.WriteAllTextAsync(run.Surroundings.PathOf(file), markdown, ct);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await run.SayAsync($"the verdict stands, but its Markdown could not be written: {e.Message}");
        }
    }
}
