using System.Globalization;
using GateService.Bench.Simulation;
using GateService.Core.Findings;
using GateService.Core.Verdicts;
using GateService.Core.Words;

namespace GateService.Bench.Rules.Shop;

/// <summary>What became of many rollouts of one world.</summary>
/// <param name="Outcomes">One for each.</param>
/// <param name="Onset">Minute from which times count.</param>
internal sealed record ShopTally(IReadOnlyList<ShopOutcome> Outcomes, int Onset = 0)
{
    /// <summary>Minutes of failures in the form of the other tables.</summary>
    public Tally Failures { get; } = new([.. Outcomes.Select(outcome => (double?)outcome.FailedAt)], Onset);

    public double Failed => Share(Verdict.Fail);

    public double Passed => Share(Verdict.Pass);

    /// <summary>Held, and said how much longer it takes to fail.</summary>
    public double HeldSayingHowLong => (double)Outcomes.Count(outcome => outcome.SaysHowLong) / Outcomes.Count;

    public double Held => Share(Verdict.Inconclusive);

    /// <summary>Share of labelled errors whose class got its true origin; null where there are none.</summary>
    public double? Right => Labelled > 0 ? Outcomes.Sum(outcome => outcome.Right) / Labelled : null;

    public double? Undetermined => Labelled > 0 ? Outcomes.Sum(outcome => outcome.Undetermined) / Labelled : null;

    /// <summary>Share of labelled errors whose class got an origin that is not its own; 0 where there are none.</summary>
    public double Wrong => Right is { } right ? Math.Max(0, 1 - right - (Undetermined ?? 0)) : 0;

    /// <summary><c>right / undetermined</c>, in percent; a dash where nothing failed.</summary>
    public string Labels => Right is { } right ? $"{Percent(right)} / {Percent(Undetermined ?? 0)}" : "-";

    public double Labelled => Outcomes.Sum(outcome => outcome.Labelled);

    /// <summary>Why rollouts were held, the most frequent cause first: <c>*suspicious* 28.0</c>.</summary>
    public string HeldFor => string.Join(", ", Outcomes.Select(outcome => outcome.HeldBy).OfType<UndecidedCause>().CountBy(cause => cause).OrderByDescending(cause => cause.Value).ThenBy(cause => cause.Key)
        .Select(cause => $"*{EnumNames.Of(cause.Key)}* {Percent((double)cause.Value / Outcomes.Count)}"));

    /// <summary><c>failed / held / passed</c>, in percent.</summary>
    public string Verdicts => string.Join(" / ", new[] { Failed, Held, Passed }.Select(Percent));

    public static string Percent(double share) => (100 * share).ToString(share is 0 or 1 ? "0" : "0.0", CultureInfo.InvariantCulture);

    private double Share(Verdict verdict) => (double)Outcomes.Count(outcome => outcome.AtEnd == verdict) / Outcomes.Count;
}
