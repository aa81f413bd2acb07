using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Charts.Tests.Argo;

/// <summary>One metric's result, with the measurements that Argo kept (ten; equal ones that follow each other are told once).</summary>
internal sealed partial record ArgoMetric(string Name, string Phase, int Successful, int Failed, int Inconclusive, int Errors, string Message)
{
    public IReadOnlyList<(string Phase, string Value, string Message)> Measurements { get; private init; } = [];

    /// <summary>The gate's array of the last measurement: score, verdict, reason.</summary>
    public JsonArray Result => JsonNode.Parse(Measurements[^1].Value)!.AsArray();

    public static IReadOnlyList<ArgoMetric> All(IReadOnlyList<string> lines)
    {
        var metrics = new List<ArgoMetric>();
        foreach (var line in lines)
        {
            if (Heading().Match(line) is { Success: true } heading)
            {
                metrics.Add(Read(heading.Groups));
            }
            else if (Taken().Match(line) is { Success: true } taken)
            {
                metrics[^1] = metrics[^1] with
                {
                    Measurements = [.. metrics[^1].Measurements, (taken.Groups[1].Value, taken.Groups[2].Value, ArgoRun.Text(taken.Groups[3].Value))],
                };
            }
        }

        return metrics;
    }

    private static ArgoMetric Read(GroupCollection groups)
    {
        int Number(int group) => int.Parse(groups[group].Value, CultureInfo.InvariantCulture);
        return new(groups[1].Value, groups[2].Value, Number(3), Number(4), Number(5), Number(6), ArgoRun.Text(groups[7].Value));
    }

    [GeneratedRegex("""^     metric (\S+) (\w+)  ✔ (\d+),✖ (\d+),\? (\d+),⚠ (\d+)  message (".*") metadata .*$""")]
    private static partial Regex Heading();

    [GeneratedRegex("""^       (\w+) value=(.*) message=(".*")$""")]
    private static partial Regex Taken();
}
