namespace GateService.Tests.Hosting;

/// <summary>Files of the repository the tests are built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    public static string Read(params string[] parts) => File.ReadAllText(PathOf(parts));

    private static string Find(DirectoryInfo? directory) => directory switch
    {
        null => throw new DirectoryNotFoundException("no GateService.slnx above the tests"),
        _ when File.Exists(Path.Combine(directory.FullName, "GateService.slnx")) => directory.FullName,
        _ => Find(directory.Parent),
    };

    /// <summary>The shipped policy files by relative name.</summary>
    public static Dictionary<string, string> PolicyFiles() => Directory.EnumerateFiles(PathOf("policies"), "*.yaml", SearchOption.AllDirectories)
        .ToDictionary(file => Path.GetRelativePath(PathOf("policies"), file), File.ReadAllText);
}
