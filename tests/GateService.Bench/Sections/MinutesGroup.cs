using GateService.Bench.Simulation;

namespace GateService.Bench.Sections;

/// <summary>Regressions that are spoken of together.</summary>
/// <param name="Name">In words.</param>
/// <param name="Cells">One for each.</param>
/// <param name="Before">Medians of the same cells in the document before; null where it had none.</param>
internal sealed record MinutesGroup(string Name, IReadOnlyList<Tally> Cells, IReadOnlyList<double?>? Before)
{
    public (double? Median, double? NineInTen) Minutes { get; } = Tally.Of(Cells);
}
