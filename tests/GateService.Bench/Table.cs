using System.Globalization;

namespace GateService.Bench;

/// <summary>Runs a scenario many times under every rule and says what came out.</summary>
internal static class Table
{
    /// <summary>For each rule the minutes at which rollouts were failed; null for those that never were.</summary>
    public static IReadOnlyList<int?[]> Run(Scenario scenario, int runs, IReadOnlyList<Rule> rules)
    {
        var outcomes = rules.Select(_ => new int?[runs]).ToList();
        Parallel.For(0, runs, run =>
        {
            var evidence = scenario.Play((run * 7919) + 17);
            foreach (var (index, rule) in rules.Index())
            {
                outcomes[index][run] = rule.FailsAt(evidence, scenario);
            }
        });
        return outcomes;
    }

    public static double Percent(int?[] outcomes) => 100.0 * outcomes.Count(failed => failed is not null) / outcomes.Length;

    public static string Share(int?[] outcomes) => Percent(outcomes).ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary><c>detected % / median minutes after onset</c>; a dash where the median rollout was not detected.</summary>
    public static string Detection(int?[] outcomes, int onset) =>
        string.Create(CultureInfo.InvariantCulture, $"{Percent(outcomes):0} / {(Median(outcomes, onset) is { } median ? median.ToString("0.#", CultureInfo.InvariantCulture) : "-")}");

    /// <summary>Minutes from onset to failure of the median rollout.</summary>
    public static double? Median(int?[] outcomes, int onset)
    {
        var sorted = outcomes.Select(failed => failed is { } minute ? minute - onset : int.MaxValue).Order().ToArray();
        return sorted[sorted.Length / 2] is var middle && middle < int.MaxValue ? middle : null;
    }

    public static string Name(Scenario scenario) => string.Create(
        CultureInfo.InvariantCulture, $"{scenario.StablePods} pods, {scenario.RequestsPerSecond:0} rps, {100 * scenario.Base:0.##} %");
}
