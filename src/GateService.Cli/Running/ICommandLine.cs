using System.CommandLine;
using GateService.Cli.Shell;

namespace GateService.Cli.Running;

/// <summary>One command of <c>gatectl</c>.</summary>
internal interface ICommandLine
{
    /// <summary>Its name, its words of help, its arguments and options.</summary>
    Command Describe();

    /// <summary>Does it.</summary>
    /// <exception cref="FaultException">What stops it, as a sentence for whoever typed it.</exception>
    Task<ExitCode> RunAsync(Run run, CancellationToken ct);
}
