using GateService.Core.Policies.Reading;

namespace GateService.Policies;

/// <summary>The policy files on disk.</summary>
internal sealed class PolicyDirectory(string path)
{
    public string Path { get; } = path;

    /// <summary>Finds the directory from where people start us: the working directory, the application's own, or a folder above either.</summary>
    public static PolicyDirectory Find(string configured)
    {
        if (System.IO.Path.IsPathRooted(configured))
        {
            return new PolicyDirectory(configured);
        }

        var found = new[] { Environment.CurrentDirectory, AppContext.BaseDirectory }
            .SelectMany(Ancestors)
            .Select(folder => System.IO.Path.Combine(folder, configured))
            .FirstOrDefault(candidate => File.Exists(System.IO.Path.Combine(candidate, "organisation.yaml")));
        return new PolicyDirectory(found ?? System.IO.Path.GetFullPath(configured));
    }

    /// <summary>Every YAML file below the directory by relative name; a fault where it cannot be read.</summary>
    public SortedDictionary<string, string> Read(List<PolicyFault> faults)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        try
        {
            foreach (var file in Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories).Where(IsPolicyFile))
            {
                files[System.IO.Path.GetRelativePath(Path, file).Replace('\\', '/')] = File.ReadAllText(file);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            faults.Add(new PolicyFault(Path, 1, "", $"cannot be read: {e.Message}; set Policies:Directory"));
        }

        if (files.Count == 0 && faults.Count == 0)
        {
            faults.Add(new PolicyFault(Path, 1, "", "holds no policy files; set Policies:Directory"));
        }

        return files;
    }

    /// <summary>Kubernetes mounts a ConfigMap through hidden ..data folders: those would show every file twice.</summary>
    private bool IsPolicyFile(string file) =>
        System.IO.Path.GetExtension(file) is ".yaml" or ".yml" && !System.IO.Path.GetRelativePath(Path, file).Split('/', '\\').Any(part => part.StartsWith('.'));

    private static IEnumerable<string> Ancestors(string folder)
    {
        for (var current = new DirectoryInfo(folder); current is not null; current = current.Parent)
        {
            yield return current.FullName;
        }
    }
}
