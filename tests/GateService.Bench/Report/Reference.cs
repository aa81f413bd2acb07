using System.Globalization;

namespace GateService.Bench.Report;

/// <summary>A cell of the scalar reference's simulation (RESULTS.md: revision 2 for the judge, revision 1 for rivals and means).</summary>
/// <param name="World">As our worlds are named.</param>
/// <param name="Rule">As our rules are named.</param>
/// <param name="Percent">Failed, or proven.</param>
/// <param name="Digit">What the last digit of <paramref name="Percent"/> is worth.</param>
/// <param name="Median">Minutes after onset; null where it was not told.</param>
/// <param name="Rollouts">How many it rests on; revision 1 does not say, and is taken to have played as many as revision 2.</param>
internal sealed record Reference(string World, string Rule, double Percent, double Digit, double? Median, int Rollouts)
{
    public static IReadOnlyList<Reference> All { get; } = Read();

    private static List<Reference> Read()
    {
        using var text = new StreamReader(typeof(Reference).Assembly.GetManifestResourceStream("reference.csv")!);
        return [.. text.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(Parse)];
    }

    private static Reference Parse(string line)
    {
        var fields = line.Split(';');
        return new Reference(
            fields[0],
            fields[1],
            double.Parse(fields[2], CultureInfo.InvariantCulture),
            fields[2].Contains('.', StringComparison.Ordinal) ? 0.1 : 1,
            fields[3].Length == 0 ? null : double.Parse(fields[3], CultureInfo.InvariantCulture),
            int.Parse(fields[4], CultureInfo.InvariantCulture));
    }
}
