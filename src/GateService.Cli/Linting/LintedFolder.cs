using GateService.Cli.Shell;
using GateService.Core;
using GateService.Core.Policies.Reading;
using GateService.Yaml;

namespace GateService.Cli.Linting;

/// <summary>A folder of policies as a gate would read it.</summary>
/// <param name="Files">Texts by name relative to the folder.</param>
/// <param name="Faults">Why files could not be read.</param>
/// <param name="Prefix">What stands before a name so that an editor opens it from the working directory; empty or ending in a slash.</param>
internal sealed record LintedFolder(SortedDictionary<string, string> Files, IReadOnlyList<PolicyFault> Faults, string Prefix)
{
    /// <exception cref="FaultException">There is no such folder.</exception>
    public static LintedFolder Read(string given, Surroundings surroundings)
    {
        var path = surroundings.PathOf(given);
        if (!Directory.Exists(path))
        {
            throw new FaultException(ExitCode.Usage, $"'{given}': expected a folder of policy files{(File.Exists(path) ? ": a file is read together with those it extends" : "")}");
        }

        var faults = new List<PolicyFault>();
        var files = new PolicyDirectory(path).Read(faults);
        var relative = Path.GetRelativePath(surroundings.Folder, path).Replace('\\', '/');
        return new LintedFolder(files, faults, relative == "." ? "" : relative + "/");
    }

    /// <summary>What a gate would refuse, with files as they are called in the folder.</summary>
    /// <param name="today">What bypasses are held against.</param>
    public IReadOnlyList<PolicyFault> Lint(DateOnly today) => Faults.Count > 0 ? Faults : PolicyTexts.Lint(Files, Judges.Shipped, today);

    /// <summary>The same, where an editor finds it.</summary>
    public PolicyFault Located(PolicyFault fault) => Path.IsPathRooted(fault.File) ? fault : fault with { File = Prefix + fault.File };
}
