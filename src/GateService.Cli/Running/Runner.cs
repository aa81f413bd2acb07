using System.CommandLine;
using GateService.Cli.Shell;

namespace GateService.Cli.Running;

/// <summary>Between the command line and the commands: whatever happens comes out as a sentence and a documented code.</summary>
internal static class Runner
{
    /// <summary>The command with what it does.</summary>
    public static Command Wired(ICommandLine command, Surroundings surroundings)
    {
        var described = command.Describe();
        described.SetAction(async (typed, ct) => (int)await GuardedAsync(command, new Run(typed, surroundings), ct));
        return described;
    }

    public static async Task<int> RunAsync(RootCommand root, IReadOnlyList<string> args, Surroundings surroundings, CancellationToken ct)
    {
        var typed = root.Parse(args);
        List<string> faults = [.. Misspelt.Taken(typed), .. typed.Errors.Select(error => Misspelt.Hinted(error.Message, typed))];
        if (faults.Count > 0)
        {
            foreach (var fault in faults)
            {
                await surroundings.Error.WriteLineAsync(fault);
            }

            await surroundings.Error.WriteLineAsync($"gatectl {(typed.CommandResult.Command is RootCommand ? "" : typed.CommandResult.Command.Name + " ")}--help says what is taken");
            return (int)ExitCode.Usage;
        }

        return await typed.InvokeAsync(new InvocationConfiguration { Output = surroundings.Output, Error = surroundings.Error, EnableDefaultExceptionHandler = false }, ct);
    }

    private static async Task<ExitCode> GuardedAsync(ICommandLine command, Run run, CancellationToken ct)
    {
        try
        {
            return await command.RunAsync(run, ct);
        }
        catch (FaultException fault)
        {
            await run.SayAsync(fault.Message);
            return fault.Code;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            await run.SayAsync("interrupted before there was an answer");
            return ExitCode.Interrupted;
        }
    }
}
