using System.CommandLine;
using System.CommandLine.Parsing;
using GateService.Cli.Shell;
using GateService.Core.Words;

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
        if (typed.Errors.Count > 0 || Taken(typed).Any())
        {
            foreach (var option in Taken(typed))
            {
                await surroundings.Error.WriteLineAsync($"'{option}' is no option here{Closest.Hint(option, Options(typed))} (a file of that name is ./{option})");
            }

            foreach (var error in typed.Errors)
            {
                await surroundings.Error.WriteLineAsync(Hinted(error.Message, typed));
            }

            await surroundings.Error.WriteLineAsync($"gatectl {(typed.CommandResult.Command is RootCommand ? "" : typed.CommandResult.Command.Name + " ")}--help says what is taken");
            return (int)ExitCode.Usage;
        }

        return await typed.InvokeAsync(new InvocationConfiguration { Output = surroundings.Output, Error = surroundings.Error, EnableDefaultExceptionHandler = false }, ct);
    }

    /// <summary>With the command or option that a misspelt one most likely stands for.</summary>
    private static string Hinted(string message, ParseResult typed)
    {
        var misspelt = typed.UnmatchedTokens.FirstOrDefault(token => message.Contains($"'{token}'", StringComparison.Ordinal));
        return misspelt is null ? message
            : message.TrimEnd('.') + Closest.Hint(misspelt, misspelt.StartsWith('-') ? Options(typed) : typed.CommandResult.Command.Subcommands.Select(command => command.Name)) + (message.EndsWith('.') ? "." : "");
    }

    /// <summary>What looks like an option, and was taken for the name of something because a command takes names.</summary>
    private static IEnumerable<string> Taken(ParseResult typed) =>
        typed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Select(token => token.Value).Where(value => value.Length > 2 && value.StartsWith("--", StringComparison.Ordinal));

    private static IEnumerable<string> Options(ParseResult typed) => new[] { typed.CommandResult.Command }.Concat(typed.CommandResult.Command.Parents.OfType<Command>())
        .SelectMany((command, up) => command.Options.Where(option => up == 0 || option.Recursive)).SelectMany(option => option.Aliases.Append(option.Name)).Where(name => name.StartsWith("--", StringComparison.Ordinal));

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
