using System.CommandLine;
using System.Text.Json;
using GateService.Cli.Asking;
using GateService.Cli.Shell;

namespace GateService.Cli.Running;

/// <summary>One run of one command: what was typed, and where answers go.</summary>
/// <param name="Typed">The command line as it was read.</param>
/// <param name="Surroundings">What the program has of the world.</param>
internal sealed record Run(ParseResult Typed, Surroundings Surroundings)
{
    /// <summary>JSON that people can read, too.</summary>
    public static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Whether programs read the answer.</summary>
    public bool IsJson => GlobalOptions.IsJson(Typed);

    /// <summary>What was given for an option, or its default.</summary>
    public T? Value<T>(Option<T> option) => Typed.GetValue(option);

    /// <summary>What was given for an argument.</summary>
    public T? Value<T>(Argument<T> argument) => Typed.GetValue(argument);

    /// <summary>The gate of the command line or the environment.</summary>
    /// <exception cref="FaultException">No address, an address that is none, a token file that cannot be read.</exception>
    public GateConnection Gate() => GateConnection.Open(GateAddress.Of(Value(GlobalOptions.GateUrl), Value(GlobalOptions.Token), Value(GlobalOptions.TokenFile), Surroundings));

    /// <summary>Writes the answer: as it is for programs, else the lines that <paramref name="text"/> makes of it.</summary>
    public async Task WriteAsync<T>(T answer, Func<T, IEnumerable<string>> text)
    {
        foreach (var line in IsJson ? [JsonSerializer.Serialize(answer, Readable)] : text(answer))
        {
            await Surroundings.Output.WriteLineAsync(line);
        }
    }

    /// <summary>Tells people what goes on meanwhile; never part of the answer.</summary>
    public Task SayAsync(string line) => Surroundings.Error.WriteLineAsync(line);
}
