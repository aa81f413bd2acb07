namespace Charts.Tests.Helm;

/// <summary>Files of the repository the tests are built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>Where <c>eng/tools</c> puts Helm and the npm packages.</summary>
    public static string Tools { get; } = PathOf("artifacts", "tools");

    /// <summary><c>UPDATE_CHARTS=1</c> rewrites golden files and READMEs instead of comparing them.</summary>
    public static bool IsUpdating { get; } = Environment.GetEnvironmentVariable("UPDATE_CHARTS") == "1";

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    public static string Read(params string[] parts) => File.ReadAllText(PathOf(parts));

    /// <summary>Holds a text against a committed file, or rewrites the file.</summary>
    public static void ShouldBeCommitted(string text, params string[] parts)
    {
        var path = PathOf(parts);
        if (IsUpdating)
        {
            File.WriteAllText(path, text);
        }

        File.Exists(path).ShouldBeTrue($"{path} is missing: UPDATE_CHARTS=1 writes it");
        File.ReadAllText(path).ShouldBe(text, $"{path}: UPDATE_CHARTS=1 rewrites it");
    }

    private static string Find(DirectoryInfo? directory) => directory switch
    {
        null => throw new DirectoryNotFoundException("no GateService.slnx above the tests"),
        _ when File.Exists(Path.Combine(directory.FullName, "GateService.slnx")) => directory.FullName,
        _ => Find(directory.Parent),
    };
}
