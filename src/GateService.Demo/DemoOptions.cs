namespace GateService.Demo;

/// <summary>Command line of the demo.</summary>
/// <param name="GateUrl">Where the gate listens; loopback.</param>
/// <param name="SimulatorUrl">Where the simulator listens; loopback.</param>
/// <param name="Pace">Real time per virtual minute.</param>
/// <param name="Exit">End after the last rollout; the exit code is 1 if one of them ended wrongly.</param>
public sealed record DemoOptions(Uri GateUrl, Uri SimulatorUrl, TimeSpan Pace, bool Exit)
{
    public const string Usage =
        """
        dotnet run --project src/GateService.Demo -- [options]
          --gate-url URL        where the gate listens        (http://127.0.0.1:5300)
          --simulator-url URL   where the simulator listens   (http://127.0.0.1:5310)
          --pace MILLISECONDS   real time per virtual minute  (150)
          --exit                end after the last rollout; exit code 1 if one ended wrongly
        """;

    /// <exception cref="FormatException">Unknown option, or a value that is not what the option expects.</exception>
    public static DemoOptions Parse(IReadOnlyList<string> args)
    {
        var options = new DemoOptions(new Uri("http://127.0.0.1:5300"), new Uri("http://127.0.0.1:5310"), TimeSpan.FromMilliseconds(150), false);
        for (var i = 0; i < args.Count; i++)
        {
            options = args[i] switch
            {
                "--exit" => options with { Exit = true },
                "--gate-url" => options with { GateUrl = Loopback(args, ++i) },
                "--simulator-url" => options with { SimulatorUrl = Loopback(args, ++i) },
                "--pace" => options with { Pace = Milliseconds(args, ++i) },
                var other => throw new FormatException($"unknown option {other}"),
            };
        }

        return options;
    }

    private static Uri Loopback(IReadOnlyList<string> args, int i) =>
        Uri.TryCreate(args.ElementAtOrDefault(i), UriKind.Absolute, out var url) && url.IsLoopback
            ? url
            : throw new FormatException($"{args[i - 1]}: expected a loopback URL such as http://127.0.0.1:5300, got {args.ElementAtOrDefault(i) ?? "nothing"}");

    private static TimeSpan Milliseconds(IReadOnlyList<string> args, int i) =>
        int.TryParse(args.ElementAtOrDefault(i), out var value) && value is >= 0 and <= 60_000
            ? TimeSpan.FromMilliseconds(value)
            : throw new FormatException($"--pace: expected 0 to 60000 milliseconds, got {args.ElementAtOrDefault(i) ?? "nothing"}");
}
