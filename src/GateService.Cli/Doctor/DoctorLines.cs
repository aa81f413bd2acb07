using System.Text.Json;

namespace GateService.Cli.Doctor;

/// <summary>A walk in lines for people: each step with a word for how it stands, what its objectives see, and the file to commit.</summary>
internal static class DoctorLines
{
    public static IEnumerable<string> Of(JsonElement report)
    {
        foreach (var step in report.GetProperty("steps").EnumerateArray())
        {
            yield return $"{Text(step, "state"),-7} {Text(step, "area")}: {Text(step, "says")}";
            if (Text(step, "do") is { } todo)
            {
                yield return $"        -> {todo}";
            }
        }

        foreach (var sight in report.GetProperty("objectives").EnumerateArray())
        {
            yield return $"  {(sight.GetProperty("isSeen").GetBoolean() ? "sees" : "blind")} {Text(sight, "objective")}: {Text(sight, "says")}";
        }

        if (report.GetProperty("proposal") is { ValueKind: JsonValueKind.Object } proposal)
        {
            yield return "";
            yield return $"{Text(proposal, "file")}:";
            yield return Text(proposal, "yaml")!.TrimEnd('\n');
        }
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
