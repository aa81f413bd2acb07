using System.CommandLine;
using System.CommandLine.Parsing;
using GateService.Core.Words;

namespace GateService.Cli.Running;

/// <summary>Commands and options that are nearly one of ours, each with the one it most likely stands for.</summary>
internal static class Misspelt
{
    /// <summary>What the parser says, with that.</summary>
    public static string Hinted(string message, ParseResult typed)
    {
        var misspelt = typed.UnmatchedTokens.FirstOrDefault(token => message.Contains($"'{token}'", StringComparison.Ordinal));
        return misspelt is null ? message : message.TrimEnd('.') + Hint(misspelt, misspelt.StartsWith('-') ? Options(typed) : typed.CommandResult.Command.Subcommands.Select(command => command.Name));
    }

    /// <summary>What looks like an option, and was taken for the name of a file because a command takes names.</summary>
    public static IEnumerable<string> Taken(ParseResult typed) =>
        from argument in typed.CommandResult.Children.OfType<ArgumentResult>()
        from token in argument.Tokens
        where token.Value.Length > 2 && token.Value.StartsWith("--", StringComparison.Ordinal)
        select $"'{token.Value}' is no option here{Hint(token.Value, Options(typed))} (a file of that name is ./{token.Value})";

    /// <summary>One that has the word in it (--url: --gate-url), else the nearest, unless the two share less than half of their letters.</summary>
    private static string Hint(string name, IEnumerable<string> known)
    {
        var names = known.ToList();
        var near = names.Find(option => option.Split('-').Contains(name.TrimStart('-'))) ?? Closest.To(name, names);
        return near is not null && Letters(name).Intersect(Letters(near)).Count() * 2 > Math.Min(Letters(name).Length, Letters(near).Length) + 1 ? $"; did you mean '{near}'?" : "";
    }

    private static char[] Letters(string name) => [.. name.Where(char.IsLetter).Distinct()];

    private static IEnumerable<string> Options(ParseResult typed) => new[] { typed.CommandResult.Command }.Concat(typed.CommandResult.Command.Parents.OfType<Command>())
        .SelectMany((command, up) => command.Options.Where(option => up == 0 || option.Recursive)).SelectMany(option => option.Aliases.Append(option.Name)).Where(name => name.StartsWith("--", StringComparison.Ordinal));
}
