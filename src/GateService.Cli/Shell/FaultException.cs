namespace GateService.Cli.Shell;

/// <summary>Why a command cannot go on. The message is for people: what is wrong, with which value, and what was expected.</summary>
/// <param name="code">What the program ends with.</param>
/// <param name="message">One line or several.</param>
/// <param name="inner">What it came from.</param>
internal sealed class FaultException(ExitCode code, string message, Exception? inner = null) : Exception(message, inner)
{
    public ExitCode Code { get; } = code;
}
