using GateService.Core.Policies.Reading;

namespace GateService.Yaml;

/// <summary>The policy files on disk, or others that are read alike.</summary>
/// <param name="path">The folder.</param>
/// <param name="kind">What its files are, for faults.</param>
/// <param name="setting">Where it is set, for faults.</param>
/// <param name="extensions">Of its files.</param>
public sealed class PolicyDirectory(string path, string kind, string setting, string[] extensions)
{
    private static readonly string[] Yaml = [".yaml", ".yml"];

    private const int MostAttempts = 3;

    /// <summary>Where Kubernetes puts what it mounts.</summary>
    private const string Link = "..data";

    /// <summary>Links to folders are followed, because a mounted ConfigMap is made of them; a link to a folder above itself must end somewhere.</summary>
    private static readonly EnumerationOptions Below = new() { RecurseSubdirectories = true, MaxRecursionDepth = 8, AttributesToSkip = 0, IgnoreInaccessible = false };

    private bool _isMounted;

    public PolicyDirectory(string path)
        : this(path, "policy", "Policies:Directory", Yaml)
    {
    }

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

    /// <summary>What is said of a folder that can be read and has nothing in it.</summary>
    public PolicyFault Nothing => new(Path, 0, "", $"holds no {kind} files; {setting} names it");

    /// <summary>The same as <see cref="TryRead"/> where a folder without files is as faulty as none.</summary>
    public SortedDictionary<string, string> Read(List<PolicyFault> faults)
    {
        var before = faults.Count;
        var files = TryRead(faults, []) ?? [];
        if (files.Count == 0 && faults.Count == before)
        {
            faults.Add(Nothing);
        }

        return files;
    }

    /// <summary>
    /// Every file below the directory by relative name; null with a fault where the folder cannot be read. Kubernetes swaps a ConfigMap or Secret by one link: files
    /// of two versions are never taken together, they are read again, and a folder whose link is gone is no longer mounted, not empty.
    /// </summary>
    /// <param name="faults">Gets one for each file that cannot be read, or for the folder.</param>
    /// <param name="unreadable">Gets the names of files that are there and cannot be read.</param>
    public SortedDictionary<string, string>? TryRead(List<PolicyFault> faults, ICollection<string> unreadable)
    {
        for (var attempt = 1; ; attempt++)
        {
            var version = Version();
            var (files, broken, trouble) = ReadOnce();
            if ((trouble is not null || broken.Count > 0 || version != Version()) && attempt < MostAttempts)
            {
                continue;
            }

            foreach (var (file, why) in broken)
            {
                faults.Add(new PolicyFault(file, 0, "", $"cannot be read: {why.Message}"));
                unreadable.Add(file);
            }

            var away = trouble?.Message ?? (_isMounted && version is null ? $"it is no longer mounted, its link {Link} is gone" : null);
            _isMounted |= version is not null;
            if (away is null)
            {
                return files;
            }

            faults.Add(new PolicyFault(Path, 0, "", $"cannot be read: {away}; {setting} names it"));
            return null;
        }
    }

    private (SortedDictionary<string, string> Files, SortedDictionary<string, Exception> Broken, Exception? Trouble) ReadOnce()
    {
        var (files, broken) = (new SortedDictionary<string, string>(StringComparer.Ordinal), new SortedDictionary<string, Exception>(StringComparer.Ordinal));
        var trouble = Trouble(() =>
        {
            foreach (var file in Directory.EnumerateFiles(Path, "*", Below).Where(IsPolicyFile))
            {
                var name = System.IO.Path.GetRelativePath(Path, file).Replace('\\', '/');
                if (Trouble(() => files[name] = ReadFile(file)) is { } why)
                {
                    broken[name] = why;
                }
            }
        });
        return (files, broken, trouble);
    }

    private static Exception? Trouble(Action read)
    {
        try
        {
            read();
            return null;
        }
#pragma warning disable CA1031 // Whatever a file system throws is the same to a reader: this cannot be had now.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return e;
        }
    }

    /// <summary>
    /// One character more than the reader of YAML takes: enough for it to say that the file is too long, however long it is. What has no length is not even opened:
    /// opening a pipe waits for somebody to write into it, and a device never ends.
    /// </summary>
    private static string ReadFile(string file)
    {
        var length = (File.ResolveLinkTarget(file, returnFinalTarget: true) as FileInfo ?? new FileInfo(file)).Length;
        if (length == 0)
        {
            return "";
        }

        using var reader = new StreamReader(file);
        var text = new char[Math.Min(length, YamlPolicyReader.MostCharacters) + 1];
        return new string(text, 0, reader.ReadBlock(text));
    }

    /// <summary>Where the link of a mounted ConfigMap points; null in any other folder.</summary>
    private string? Version()
    {
        try
        {
            return new FileInfo(System.IO.Path.Combine(Path, Link)).LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Kubernetes mounts a ConfigMap through hidden ..data folders: those would show every file twice.</summary>
    private bool IsPolicyFile(string file) =>
        extensions.Contains(System.IO.Path.GetExtension(file)) && !System.IO.Path.GetRelativePath(Path, file).Split('/', '\\').Any(part => part.StartsWith('.'));

    private static IEnumerable<string> Ancestors(string folder)
    {
        for (var current = new DirectoryInfo(folder); current is not null; current = current.Parent)
        {
            yield return current.FullName;
        }
    }
}
