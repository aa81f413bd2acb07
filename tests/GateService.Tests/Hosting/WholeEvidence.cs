using GateService.Core.Evidence;
using GateService.Core.Planning;

namespace GateService.Tests.Hosting;

/// <summary>Everything that may be asked, whether or not there is anything to explain.</summary>
internal static class WholeEvidence
{
    public static Task<GateEvidence> GatherAsync(this IEvidenceSource source, EvidencePlan plan, TimeSpan budget, CancellationToken ct) => source.GatherAsync(plan, _ => OpenQuestions.All, budget, ct);
}
