using GateService.Cli;
using GateService.Cli.Shell;

namespace GateService.Tests.Cli;

/// <summary>Runs <c>gatectl</c> as a shell would, without a terminal, and keeps what it wrote.</summary>
/// <param name="Code">What it ended with.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record Ctl(ExitCode Code, string Output, string Error)
{
    public static Task<Ctl> RunAsync(params string[] args) => RunAsync([], args);

    /// <param name="environment">Variables that are set.</param>
    /// <param name="args">The command line.</param>
    /// <param name="folder">Working directory.</param>
    /// <param name="input">Standard input.</param>
    /// <param name="ct">Ends it as Ctrl+C does.</param>
    public static async Task<Ctl> RunAsync(
        Dictionary<string, string> environment, string[] args, string? folder = null, string input = "", CancellationToken ct = default)
    {
        await using var output = new StringWriter { NewLine = "\n" };
        await using var error = new StringWriter { NewLine = "\n" };
        var code = await Gatectl.RunAsync(
            args,
            new Surroundings(output, error, environment.GetValueOrDefault, folder ?? Path.GetTempPath(), TimeProvider.System, new StringReader(input)),
            ct);
        return new Ctl((ExitCode)code, output.ToString(), error.ToString());
    }
}
