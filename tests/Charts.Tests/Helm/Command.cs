using System.Diagnostics;

namespace Charts.Tests.Helm;

/// <summary>One run of a program.</summary>
/// <param name="Code">Exit code.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record Command(int Code, string Output, string Error)
{
    /// <exception cref="FileNotFoundException">The program is not there; says how to get it.</exception>
    public static async Task<Command> RunAsync(string program, string folder, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        if (Path.IsPathRooted(program) && !File.Exists(program))
        {
            throw new FileNotFoundException($"{program} is not installed: run ./test, which installs it (eng/tools)");
        }

        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new Command(process.ExitCode, await output, await error);
    }

    /// <summary>The output of a run that must have ended well.</summary>
    public string Good()
    {
        Code.ShouldBe(0, Error + Output);
        return Output;
    }
}
