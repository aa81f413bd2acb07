using System.Globalization;
using GateService.Core.Judging;
using GateService.Core.Policies;
using GateService.Gates;
using GateService.History;

namespace GateService.Notifications;

/// <summary>What is different from the decision before, in one line.</summary>
internal static class Changes
{
    private const int MostNamed = 3;

    public static string? Since(PreviousDecision? before, EvaluateResponse now)
    {
        if (before is null)
        {
            return null;
        }

        var then = ObjectivePoint.Read(before.Points).ToDictionary(point => point.Objective);
        var moved = now.Objectives.Where(objective => then.TryGetValue(objective.Objective, out var old) && Differs(old, objective))
            .OrderBy(objective => objective.Score ?? 100).Take(MostNamed).Select(objective => Say(then[objective.Objective], objective)).ToList();
        var at = before.Weight is { } weight ? string.Create(CultureInfo.InvariantCulture, $" at weight {weight:0.##}") : "";
        var when = DateTimeOffset.FromUnixTimeMilliseconds(before.Moment).ToString("HH:mm 'UTC'", CultureInfo.InvariantCulture);
        return $"{before.Verdict} at {when}{at}{(moved.Count == 0 ? "" : ", since then " + string.Join(", ", moved))}";
    }

    private static bool Differs(ObjectivePoint then, ObjectiveResponse now) => then.Outcome != now.Outcome || then.Value != now.Value;

    private static string Say(ObjectivePoint then, ObjectiveResponse now) => $"{now.Objective} {Value(then.Value, then.Unit)} to {Value(now.Value, now.Unit)}";

    private static string Value(double? value, string unit) => value is { } known && EnumNames.Read<Unit>(unit) is { } read ? Quantity.Say(known, read) : "no data";
}
