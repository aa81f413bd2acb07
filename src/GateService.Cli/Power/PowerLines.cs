using System.Text.Json;

namespace GateService.Cli.Power;

/// <summary>What is seen in lines for people: a step, then its objectives.</summary>
internal static class PowerLines
{
    public static IEnumerable<string> Of(JsonElement report)
    {
        yield return $"{report.GetProperty("service").GetString()} by {report.GetProperty("policy").GetString()}, four times out of five:";
        foreach (var step in report.GetProperty("steps").EnumerateArray())
        {
            yield return $"weight {step.GetProperty("weight")}, {step.GetProperty("length").GetString()}";
            foreach (var objective in step.GetProperty("objectives").EnumerateArray())
            {
                yield return $"  {objective.GetProperty("says").GetString()}";
                if (Wish(objective) is { } wish)
                {
                    yield return $"    {(wish.GetProperty("isSeen").GetBoolean() ? "seen" : "not seen")}: {wish.GetProperty("says").GetString()}";
                }
            }
        }
    }

    /// <summary>By the end of the last step every objective that can see the wished regression does; true where nobody wishes one.</summary>
    public static bool IsWishSeen(JsonElement report) =>
        report.GetProperty("steps").EnumerateArray().Last().GetProperty("objectives").EnumerateArray().All(objective => Wish(objective) is not { } wish || wish.GetProperty("isSeen").GetBoolean());

    private static JsonElement? Wish(JsonElement objective) => objective.GetProperty("wish") is { ValueKind: JsonValueKind.Object } wish ? wish : null;
}
