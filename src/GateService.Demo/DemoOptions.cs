namespace GateService.Demo;

/// <summary>Command line of the demo.</summary>
public sealed record DemoOptions
{
    /// <summary>Environment variable that holds the token to ask an attached gate with.</summary>
    public const string TokenVariable = "GATE_TOKEN";

    public const string Usage =
        """
        dotnet run --project src/GateService.Demo -- [options]
          --world KIND          play this world of docs/simulator.md instead of the five, such as conversionDrop
          --service NAME        under this service's name       (checkout)
          --policy NAME         judged by this policy           (what ./policies says of the service)
          --agent NAME          told by this agent              (none: docs/simulator.md has them)
          --seed NUMBER         the same seed plays the same    (1)
          --gate-url URL        where the gate listens          (http://127.0.0.1:5300)
          --simulator-url URL   where the simulator listens     (http://127.0.0.1:5310)
          --attach              play against a gate and a simulator that run there already, with the token of GATE_TOKEN
          --pace MILLISECONDS   real time per virtual minute    (150)
          --exit                end after the last rollout; exit code 1 if one ended wrongly
          --help                this
        """;

    /// <summary>Where the gate listens; loopback, unless <see cref="Attach"/>.</summary>
    public Uri GateUrl { get; init; } = new("http://127.0.0.1:5300");

    /// <summary>Where the simulator listens; loopback, unless <see cref="Attach"/>.</summary>
    public Uri SimulatorUrl { get; init; } = new("http://127.0.0.1:5310");

    /// <summary>Real time per virtual minute, 0 to a minute.</summary>
    public TimeSpan Pace { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>End after the last rollout; the exit code is 1 if one of them ended wrongly.</summary>
    public bool Exit { get; init; }

    /// <summary>Start nothing: gate and simulator run already.</summary>
    public bool Attach { get; init; }

    /// <summary>What an attached gate lets in; null where it asks for none.</summary>
    public string? Token { get; init; }

    /// <summary>Print the usage and nothing else.</summary>
    public bool Help { get; init; }

    /// <summary>Kind of the one world to play; null plays the five.</summary>
    public string? World { get; init; }

    public string Service { get; init; } = "checkout";

    public string? Policy { get; init; }

    public string? Agent { get; init; }

    public int Seed { get; init; } = 1;

    /// <exception cref="FormatException">Unknown option, or a value that is not what the option expects.</exception>
    public static DemoOptions Parse(IReadOnlyList<string> args)
    {
        var options = new DemoOptions();
        for (var i = 0; i < args.Count; i++)
        {
            options = args[i] switch
            {
                "--help" or "-h" => options with { Help = true },
                "--exit" => options with { Exit = true },
                "--attach" => options with { Attach = true },
                "--world" => options with { World = Text(args, ++i, "a world such as conversionDrop") },
                "--service" => options with { Service = Text(args, ++i, "a service's name such as checkout") },
                "--policy" => options with { Policy = Text(args, ++i, "a policy's name such as http-default") },
                "--agent" => options with { Agent = Text(args, ++i, "an agent such as java") },
                "--seed" => options with { Seed = Number(args, ++i, 0, int.MaxValue) },
                "--gate-url" => options with { GateUrl = Url(args, ++i) },
                "--simulator-url" => options with { SimulatorUrl = Url(args, ++i) },
                "--pace" => options with { Pace = TimeSpan.FromMilliseconds(Number(args, ++i, 0, 60_000)) },
                var other => throw new FormatException($"unknown option {other}"),
            };
        }

        return options.Help ? options : Checked(options, args);
    }

    private static DemoOptions Checked(DemoOptions options, IReadOnlyList<string> args)
    {
        if (!options.Attach && new[] { ("--gate-url", options.GateUrl), ("--simulator-url", options.SimulatorUrl) }.FirstOrDefault(url => !url.Item2.IsLoopback) is (string option, { } far))
        {
            throw new FormatException($"{option}: expected a loopback URL such as http://127.0.0.1:5300, got {far}; what runs elsewhere is played against with --attach");
        }

        return options.World is null && args.FirstOrDefault(arg => arg is "--service" or "--policy" or "--agent" or "--seed") is { } lone
            ? throw new FormatException($"{lone} is said without --world: the five have names of their own")
            : options;
    }

    private static Uri Url(IReadOnlyList<string> args, int i) =>
        Uri.TryCreate(args.ElementAtOrDefault(i), UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw Expected(args, i, "a URL such as http://127.0.0.1:5300");

    private static int Number(IReadOnlyList<string> args, int i, int least, int most) =>
        int.TryParse(args.ElementAtOrDefault(i), out var value) && value >= least && value <= most ? value : throw Expected(args, i, $"a whole number from {least} to {most}");

    private static string Text(IReadOnlyList<string> args, int i, string expected) =>
        args.ElementAtOrDefault(i) is { Length: > 0 } text && !text.StartsWith('-') ? text : throw Expected(args, i, expected);

    private static FormatException Expected(IReadOnlyList<string> args, int i, string expected) =>
        new($"{args[i - 1]}: expected {expected}, got {args.ElementAtOrDefault(i) ?? "nothing"}");
}
