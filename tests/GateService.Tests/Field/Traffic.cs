using System.Globalization;
using System.Text.Json.Nodes;

namespace GateService.Tests.Field;

/// <summary>A steady flow of events of one kind from some pods, drawn from a fixed seed. Minutes count from the begin of the rollout.</summary>
internal sealed record Traffic
{
    public string EventType { get; init; } = "Transaction";

    /// <summary>Each event comes from one of them; none where events carry no pod.</summary>
    public IReadOnlyList<string> Pods { get; init; } = [];

    public string PodAttribute { get; init; } = "k8s.podName";

    /// <summary>Events in a minute, of all pods together.</summary>
    public required int PerMinute { get; init; }

    /// <summary>Of each pod exactly as many in every minute, as an agent at its cap sends them; else as chance has it.</summary>
    public bool IsCapped { get; init; }

    public double From { get; init; }

    public double To { get; init; } = FieldRollout.Until;

    public string DurationAttribute { get; init; } = "duration";

    /// <summary>Median of the duration, in the unit of <see cref="DurationAttribute"/>; null sends none.</summary>
    public double? Takes { get; init; } = 0.1;

    /// <summary>Sigma of the logarithm of the duration.</summary>
    public double Spread { get; init; } = 0.4;

    /// <summary>What every event carries.</summary>
    public required IReadOnlyDictionary<string, JsonNode> Says { get; init; }

    /// <summary>What part of the events says instead: a share of them from 0 to 1, and what those carry.</summary>
    public IReadOnlyList<(double Share, IReadOnlyDictionary<string, JsonNode> Says)> But { get; init; } = [];

    /// <summary>One event a line, as the simulator's route for seeding takes them.</summary>
    public IEnumerable<string> Lines(DateTimeOffset rollout, Random dice)
    {
        var (rule, exceptions) = (Fragment(Says), But.Select(but => (but.Share, Says: Fragment(Says.Concat(but.Says)))).ToList());
        var count = (int)Math.Round(PerMinute * (To - From));
        for (var i = 0; i < count; i++)
        {
            var at = rollout.AddMinutes(IsCapped ? From + (i / PerMinute) + dice.NextDouble() : From + ((To - From) * dice.NextDouble())).ToUnixTimeMilliseconds();
            var pod = Pods.Count == 0 ? "" : $",\"{PodAttribute}\":\"{Pods[IsCapped ? i % Pods.Count : dice.Next(Pods.Count)]}\"";
            var took = Takes is { } median ? string.Create(CultureInfo.InvariantCulture, $",\"{DurationAttribute}\":{median * Math.Exp(Spread * Normal(dice)):0.####}") : "";
            yield return $"{{\"eventType\":\"{EventType}\",\"timestamp\":{at}{pod}{took}{Of(dice.NextDouble(), rule, exceptions)}}}";
        }
    }

    /// <summary>The first exception takes its share of the events, the second its own of the others.</summary>
    private static string Of(double drawn, string rule, List<(double Share, string Says)> exceptions)
    {
        foreach (var (share, says) in exceptions)
        {
            if (drawn < share)
            {
                return says;
            }

            drawn -= share;
        }

        return rule;
    }

    /// <summary>Of several values of a name the last counts.</summary>
    private static string Fragment(IEnumerable<KeyValuePair<string, JsonNode>> says)
    {
        var told = new JsonObject();
        foreach (var (name, value) in says)
        {
            told[name] = value.DeepClone();
        }

        return told.Count == 0 ? "" : $",{told.ToJsonString()[1..^1]}";
    }

    private static double Normal(Random dice) => Math.Sqrt(-2 * Math.Log(1 - dice.NextDouble())) * Math.Cos(2 * Math.PI * dice.NextDouble());
}
