using System.CommandLine;
using GateService.Cli.Shell;

namespace GateService.Cli.Running;

/// <summary>Options that every command takes.</summary>
internal static class GlobalOptions
{
    public static readonly Option<string?> GateUrl = new("--gate-url")
    {
        Description = $"Where the gate is, such as https://gate.example.com. Default: {Variables.Url}.",
        HelpName = "URL",
        Recursive = true,
    };

    public static readonly Option<string?> Token = new("--token")
    {
        Description = $"The token to ask with. Default: {Variables.Token}, else the file of {Variables.TokenFile}; a token on a command line is seen by every process of the machine.",
        HelpName = "TOKEN",
        Recursive = true,
    };

    public static readonly Option<string?> TokenFile = new("--token-file")
    {
        Description = $"File that holds the token; it is read anew for every request. Default: {Variables.TokenFile}.",
        HelpName = "FILE",
        Recursive = true,
    };

    /// <summary>Whether people or programs read the answer.</summary>
    public static readonly Option<string> Output = new Option<string>("--output", "-o")
    {
        Description = "text for people, json for programs.",
        HelpName = "text|json",
        DefaultValueFactory = _ => "text",
        Recursive = true,
    }.AcceptOnlyFromAmong("text", Json);

    private const string Json = "json";

    /// <summary>Whether programs read the answer.</summary>
    public static bool IsJson(ParseResult typed) => typed.GetValue(Output) == Json;

    public static void AddTo(RootCommand root)
    {
        root.Add(GateUrl);
        root.Add(Token);
        root.Add(TokenFile);
        root.Add(Output);
    }
}
