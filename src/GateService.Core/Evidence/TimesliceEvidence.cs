namespace GateService.Core.Evidence;

/// <summary>
/// Requests as New Relic's metric timeslices count them, each one, whatever an agent leaves out of its events: cell by cell over the span. Probes are among them.
/// All zero where the service has none.
/// </summary>
public sealed record TimesliceEvidence(IReadOnlyList<TimesliceCount> Judged, IReadOnlyList<TimesliceCount> Control);
