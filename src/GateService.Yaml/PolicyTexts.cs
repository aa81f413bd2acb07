using GateService.Core;
using GateService.Core.Judging;
using GateService.Core.Policies.Reading;

namespace GateService.Yaml;

/// <summary>Policies from texts by file name: what a gate loads, and what a linter finds, are the same reading.</summary>
public static class PolicyTexts
{
    /// <summary>Builds a catalog, or reports every fault of all texts.</summary>
    /// <param name="files">Texts by file name.</param>
    /// <param name="judges">Those a policy may choose.</param>
    /// <param name="faults">Gets what is wrong.</param>
    public static PolicyCatalogResult Build(IReadOnlyDictionary<string, string> files, IEnumerable<IJudge> judges, List<PolicyFault> faults)
    {
        var documents = files.Select(file => YamlPolicyReader.Read(file.Key, file.Value, faults)).OfType<PolicyNode.Map>().ToList();
        var result = PolicyCatalog.Build(documents, Judges.ChoicesOf(judges));
        if (result is PolicyCatalogResult.Faulty faulty)
        {
            faults.AddRange(faulty.Faults);
        }

        return result;
    }

    /// <summary>Every fault, those of the calendar too: a bypass that is over.</summary>
    /// <param name="files">Texts by file name.</param>
    /// <param name="judges">Those a policy may choose.</param>
    /// <param name="today">What bypasses are held against.</param>
    public static IReadOnlyList<PolicyFault> Lint(IReadOnlyDictionary<string, string> files, IEnumerable<IJudge> judges, DateOnly today)
    {
        var faults = new List<PolicyFault>();
        if (Build(files, judges, faults) is PolicyCatalogResult.Built built)
        {
            faults.AddRange(BypassLint.Faults(built.Catalog, today));
        }

        return faults;
    }
}
