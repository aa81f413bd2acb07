namespace GateService.Tests.Backtests;

/// <summary>A mistake that somebody could make in the shipped policies, as an edit of their text, and what it does to verdicts.</summary>
/// <param name="Name">What was done.</param>
/// <param name="File">Where.</param>
/// <param name="Old">Text that stands there.</param>
/// <param name="New">What takes its place.</param>
/// <param name="From">A verdict that it changes.</param>
/// <param name="To">Into what; null where the evidence for it was not kept, so that it cannot be told.</param>
internal sealed record SeededMistake(string Name, string File, string Old, string New, string From, string? To)
{
    /// <summary>A policy with a team's own indicator, beside the shipped ones.</summary>
    public const string Shop = """
        kind: policy
        name: shop-kpi
        extends: http-default
        objectives:
          conversion: {kind: kpi, eventType: CheckoutCompleted, form: ratio, numerator: "outcome = 'ok'", atLeast: 90%}
        """;

    public static IReadOnlyList<SeededMistake> All { get; } =
    [
        Default("limits of errors turned round", "atMost: {5: 2%, 25: 1%, 50: 0.5%, 100: 0.5%}\n    floor: 0.1%", "atMost: 98%", "fail", "pass") with { Further = ("atLeast: {5: 98%, 25: 99%, 50: 99.5%, 100: 99.5%}", "atLeast: 2%") },
        Default("harm holds where it should fail", "judge: sequential\n", "judge: sequential\nonHarm: hold\n", "fail", "inconclusive"),
        Default("an hour of bad minutes before anything fails", "errorBudget: 1%\n", "errorBudget: 1%\n  fewestBadBuckets: 60\n", "fail", "pass"),
        Default("a minimum sample of a year", "floor: 0.1%\n", "floor: 0.1%\n    minimumSample: 1000000\n", "pass", "inconclusive"),
        Default("a margin of fifty", "floor: 0.1%\n", "floor: 0.1%\n    margin: 50\n", "fail", "inconclusive") with { Further = ("99.5%, 100: 99.5%}\n", "99.5%, 100: 99.5%}\n    margin: 50\n") },
        Default("proof from the first step on", "promoteOn: {5: noHarm, 50: proven}", "promoteOn: proven", "pass", "inconclusive"),
        Default("a warm-up longer than the step", "errorBudget: 1%\n", "errorBudget: 1%\n  warmUp: 30m\n", "fail", "inconclusive"),
        Default("a bypass that takes every error", "objectives:\n", "attribution:\n  signatures:\n    known: {type: [\"*\"], bypass: \"noise\", until: 2030-01-01}\nobjectives:\n", "fail", "pass"),
        Default("limits alone, where stable should be asked", "judge: sequential\n", "judge: threshold\n", "fail", "pass"),
        new("a limit with a digit lost", "shop-kpi.yaml", "atLeast: 90%", "atLeast: 9%", "fail", "pass"),
    ];

    /// <summary>What these change was counted by New Relic when it was asked, and nobody else can count it again.</summary>
    public static IReadOnlyList<SeededMistake> NotTold { get; } =
    [
        Default("a latency without its unit", "{5: 1500ms, 25: 1200ms, 50: 1s, 100: 1s}", "{5: 1500s, 25: 1200s, 50: 1000s, 100: 1000s}", "fail", null),
        Default("background work judged as requests", "slices:\n", "telemetry: {kind: apm-background}\nslices:\n", "fail", null),
    ];

    /// <summary>A second edit of the same file; null for none.</summary>
    public (string Old, string New)? Further { get; init; }

    /// <summary>The files as they are with the mistake in them.</summary>
    public Dictionary<string, string> In(IReadOnlyDictionary<string, string> files) => files.ToDictionary(file => file.Key, file => file.Key == File ? Edited(file.Value) : file.Value);

    private string Edited(string text) => Further is { } further ? Replaced(Replaced(text, Old, New), further.Old, further.New) : Replaced(text, Old, New);

    private static string Replaced(string text, string old, string now) =>
        text.Contains(old, StringComparison.Ordinal) ? text.Replace(old, now, StringComparison.Ordinal) : throw new InvalidOperationException($"the policies say '{old}' no more");

    private static SeededMistake Default(string name, string old, string now, string from, string? to) => new(name, "http-default.yaml", old, now, from, to);

    public override string ToString() => Name;
}
