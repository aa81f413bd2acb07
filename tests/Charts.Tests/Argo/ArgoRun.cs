using System.Text.Json;
using System.Text.RegularExpressions;

namespace Charts.Tests.Argo;

/// <summary>One AnalysisRun as the AnalysisRun controller left it.</summary>
/// <param name="Where">Such as <c>shop/checkout step 2</c>, or <c>AnalysisRun invoicing-gate</c>.</param>
/// <param name="Phase">Running where it was still going on when the program stopped looking.</param>
/// <param name="Took">Virtual time, as Go prints it: <c>5m5s</c>.</param>
/// <param name="Message">Of the run itself.</param>
internal sealed partial record ArgoRun(string Where, string Phase, string Took, string Message)
{
    public IReadOnlyList<ArgoMetric> Metrics { get; private init; } = [];

    /// <summary>What a subscriber is told; null where there is nothing to tell.</summary>
    public string? Notification { get; private init; }

    /// <summary>The only metric of a run that has one.</summary>
    public ArgoMetric Metric() => Metrics.ShouldHaveSingleItem($"{Where}: {Phase} {Message}");

    public static IReadOnlyList<ArgoRun> All(string output) => [.. Heading().Matches(output).Select(match => Read(match.Groups))];

    private static ArgoRun Read(GroupCollection groups)
    {
        var lines = groups["rest"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return new(groups["where"].Value, groups["phase"].Value, groups["took"].Value, Text(groups["message"].Value))
        {
            Metrics = ArgoMetric.All(lines),
            Notification = lines.Where(line => line.StartsWith("  NOTIFY ", StringComparison.Ordinal)).Select(line => Text(line["  NOTIFY ".Length..])).SingleOrDefault(),
        };
    }

    /// <summary>Go quotes what we send as JSON does.</summary>
    internal static string Text(string quoted) => quoted.StartsWith('"') ? JsonSerializer.Deserialize<string>(quoted)! : quoted;

    [GeneratedRegex("""^(?<where>\S.*?)(?: templates .*)?\n  => (?<phase>\w+) after (?<took>\S+) virtual; message (?<message>".*")\n(?<rest>(?: .*\n)*)""", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
