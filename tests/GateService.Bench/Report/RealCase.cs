using System.Globalization;

namespace GateService.Bench.Report;

/// <summary>A real fault of a real system through simulator and service, as the tests of GateService.Tests/RealCases wrote it down from the answer.</summary>
/// <param name="Name">Of the case.</param>
/// <param name="Fault">What was injected; empty where nothing was.</param>
/// <param name="Label">Whose fault it is by the dataset.</param>
/// <param name="Acceptable">Verdicts that an expert accepts.</param>
/// <param name="Verdict">Of the gate.</param>
/// <param name="SelfInflicted">Failed requests of the canary that the gate says are its own.</param>
/// <param name="Upstream">Those it excuses.</param>
/// <param name="Undetermined">Those it does neither.</param>
/// <param name="Summary">The sentence of the answer.</param>
internal sealed record RealCase(
    string Name, string Fault, string Label, string Acceptable, string Verdict, double SelfInflicted, double Upstream, double Undetermined, string Summary)
{
    public static IReadOnlyList<RealCase> All { get; } = Read();

    /// <summary>On a window of a minute or two inconclusive is right for a healthy one too.</summary>
    public bool IsAcceptable => Acceptable.Split(' ').Contains(Verdict) || (Verdict == "inconclusive" && Acceptable.Split(' ').Contains("pass"));

    /// <summary>Errors on the wrong side: a dependency's said to be the canary's, or the canary's excused.</summary>
    public double Wrong => Label == "upstream" ? SelfInflicted : Upstream;

    public double Errors => SelfInflicted + Upstream + Undetermined;

    private static List<RealCase> Read()
    {
        using var text = new StreamReader(typeof(RealCase).Assembly.GetManifestResourceStream("real-cases.csv")!);
        return [.. text.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(Parse)];
    }

    private static RealCase Parse(string line)
    {
        var fields = line.Split(';');
        return new RealCase(fields[0], fields[1], fields[2], fields[3], fields[4], Number(fields[5]), Number(fields[6]), Number(fields[7]), fields[8]);
    }

    private static double Number(string field) => double.Parse(field, CultureInfo.InvariantCulture);
}
