using GateService.Core.Policies.Reading;

namespace GateService.Cli.Linting;

/// <summary>What was found; files as an editor opens them from the working directory.</summary>
/// <param name="Valid">No fault at all.</param>
/// <param name="Faults">What a gate would refuse, in its own words, and what no event of New Relic's bears out.</param>
/// <param name="Warnings">What New Relic's events make doubtful.</param>
internal sealed record LintReport(bool Valid, IReadOnlyList<PolicyFault> Faults, IReadOnlyList<PolicyFault> Warnings)
{
    /// <param name="faults">All faults.</param>
    /// <param name="warnings">All warnings.</param>
    public static LintReport Of(IEnumerable<PolicyFault> faults, IEnumerable<PolicyFault> warnings)
    {
        var (found, doubtful) = (InOrder(faults), InOrder(warnings));
        return new LintReport(found.Count == 0, found, doubtful);
    }

    private static List<PolicyFault> InOrder(IEnumerable<PolicyFault> faults) =>
        [.. faults.Distinct().OrderBy(fault => fault.File, StringComparer.Ordinal).ThenBy(fault => fault.Line).ThenBy(fault => fault.Path, StringComparer.Ordinal)];
}
