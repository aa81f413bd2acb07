using GateService.Core.Policies.Reading;

namespace GateService.Policies;

/// <summary>The catalog in use.</summary>
/// <param name="Catalog">The last good one.</param>
/// <param name="Faults">What is wrong with the files now; empty when the catalog is theirs.</param>
/// <param name="LoadedAt">When the catalog was loaded.</param>
internal sealed record PolicySnapshot(PolicyCatalog Catalog, IReadOnlyList<PolicyFault> Faults, DateTimeOffset LoadedAt);
