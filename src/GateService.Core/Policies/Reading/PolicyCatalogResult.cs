namespace GateService.Core.Policies.Reading;

/// <summary>A catalog, or everything that is wrong with the files.</summary>
public abstract record PolicyCatalogResult
{
    private PolicyCatalogResult()
    {
    }

    public sealed record Built(PolicyCatalog Catalog) : PolicyCatalogResult;

    public sealed record Faulty(IReadOnlyList<PolicyFault> Faults) : PolicyCatalogResult;
}
