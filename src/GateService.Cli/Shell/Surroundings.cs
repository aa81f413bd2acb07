namespace GateService.Cli.Shell;

/// <summary>What the program has of the world: it needs no terminal, and a test gives it another world.</summary>
/// <param name="Output">The answer, and nothing else.</param>
/// <param name="Error">Faults and progress.</param>
/// <param name="Environment">Environment variables by name.</param>
/// <param name="Folder">Working directory.</param>
/// <param name="Time">The clock.</param>
/// <param name="Input">Standard input, for files named <c>-</c>.</param>
public sealed record Surroundings(
    TextWriter Output, TextWriter Error, Func<string, string?> Environment, string Folder, TimeProvider Time, TextReader Input)
{
    /// <summary>The world of the process it runs in.</summary>
    public static Surroundings OfThisProcess() => new(
        Console.Out, Console.Error, System.Environment.GetEnvironmentVariable, System.Environment.CurrentDirectory, TimeProvider.System, Console.In);

    /// <summary>A path as the command line means it.</summary>
    internal string PathOf(string given) => Path.GetFullPath(given, Folder);
}
