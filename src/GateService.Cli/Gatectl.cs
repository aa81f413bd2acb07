using System.CommandLine;
using GateService.Cli.Backtests;
using GateService.Cli.Doctor;
using GateService.Cli.Linting;
using GateService.Cli.Policies;
using GateService.Cli.Power;
using GateService.Cli.Running;
using GateService.Cli.Shell;
using GateService.Cli.Verdicts;

namespace GateService.Cli;

/// <summary>The whole program, one line a command.</summary>
public static class Gatectl
{
    /// <summary>Every command of <c>gatectl</c>. To add one: a folder with an <see cref="ICommandLine"/>, and its line here.</summary>
    private static readonly ICommandLine[] Commands =
    [
        new CheckCommand(),
        new ExplainCommand(),
        new LintCommand(),
        new PolicyCommand(),
        new WatchCommand(),
        new DoctorCommand(),
        new PowerCommand(),
        new BacktestCommand(),
    ];

    /// <summary>Reads the command line and does what it says. Whatever stops it is said on standard error in sentences, never as a stack trace.</summary>
    /// <param name="args">Command line, such as <c>policy checkout</c>.</param>
    /// <param name="surroundings">What the program has of the world.</param>
    /// <param name="ct">Ends it, as Ctrl+C does.</param>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, Surroundings surroundings, CancellationToken ct = default)
    {
        var root = new RootCommand("Canary analysis from a shell: policies before they are merged, verdicts where people and CI wait for them.");
        GlobalOptions.AddTo(root);
        foreach (var command in Commands)
        {
            root.Add(Runner.Wired(command, surroundings));
        }

        return await Runner.RunAsync(root, args, surroundings, ct);
    }
}
