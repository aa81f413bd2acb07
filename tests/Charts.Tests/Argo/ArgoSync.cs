using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Charts.Tests.Argo;

/// <summary>One Rollout after one pass of the rollout controller.</summary>
internal sealed partial record ArgoSync(string Rollout, string Phase, string Message, int ReplicaSets, string Error)
{
    public static IReadOnlyList<ArgoSync> All(string output) =>
    [
        .. from line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
           let match = Line().Match(line)
           select match.Success ? Read(match.Groups) : throw new FormatException(line),
    ];

    private static ArgoSync Read(GroupCollection groups) => new(
        groups[1].Value,
        groups[2].Value,
        JsonSerializer.Deserialize<string>(groups[3].Value)!,
        int.Parse(groups[4].Value, CultureInfo.InvariantCulture),
        groups[5].Value);

    [GeneratedRegex("""^Rollout (\S+) after one sync: phase (\w*), message (".*"), ReplicaSets made (\d+), err (.*)$""")]
    private static partial Regex Line();
}
