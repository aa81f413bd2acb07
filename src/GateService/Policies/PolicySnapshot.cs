using System.Globalization;
using GateService.Core.Policies.Reading;

namespace GateService.Policies;

/// <summary>The catalog in use.</summary>
/// <param name="Catalog">The last good one.</param>
/// <param name="Faults">What is wrong with the files now; empty when the catalog is theirs.</param>
/// <param name="LoadedAt">When the catalog was loaded; where the process was started with faulty files, when it was kept.</param>
internal sealed record PolicySnapshot(PolicyCatalog Catalog, IReadOnlyList<PolicyFault> Faults, DateTimeOffset LoadedAt)
{
    /// <summary>The files that the catalog was built from, texts by name.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    /// <summary>What an answer judged by these has to say of them.</summary>
    public IReadOnlyList<string> Warnings => Faults.Count == 0 ? [] :
    [
        string.Create(CultureInfo.InvariantCulture,
            $"the last good policies judge, those of {LoadedAt.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}: the files have {Faults.Count} fault{(Faults.Count == 1 ? "" : "s")} since, {Faults[0]}"),
    ];
}
