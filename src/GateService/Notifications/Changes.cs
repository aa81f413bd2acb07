using System.Globalization;
using GateService.Core.Words;
using GateService.History;
using GateService.Wire;

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
        var moved = now.Objectives.OrderBy(objective => objective.Score ?? 100)
            .Select(objective => then.TryGetValue(objective.Objective, out var old) ? Say(old, objective) : null).OfType<string>().Take(MostNamed).ToList();
        var at = before.Weight is { } weight ? string.Create(CultureInfo.InvariantCulture, $" at weight {weight:0.##}") : "";
        var when = DateTimeOffset.FromUnixTimeMilliseconds(before.Moment).ToString("HH:mm 'UTC'", CultureInfo.InvariantCulture);
        return $"{before.Verdict} at {when}{at}{(moved.Count == 0 ? "" : ", since then " + string.Join(", ", moved))}";
    }

    /// <summary>Null where nothing moved that the words would show.</summary>
    private static string? Say(ObjectivePoint then, ObjectiveResponse now)
    {
        var (was, @is) = (Value(then.Value, then.Unit), Value(now.Value, now.Unit));
        return was != @is ? $"{now.Objective} {was} to {@is}" : then.Outcome != now.Outcome ? $"{now.Objective} {EnumNames.Of(then.Outcome)} to {EnumNames.Of(now.Outcome)}" : null;
    }

    private static string Value(double? value, Unit unit) => value is { } known ? Quantity.Say(known, unit) : "no data";
}
