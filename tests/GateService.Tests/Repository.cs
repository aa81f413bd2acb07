namespace GateService.Tests;

/// <summary>The files of the repository the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string PathTo(string relative) => Path.Combine(Root, relative);

    public static string Read(string relative) => File.ReadAllText(PathTo(relative));

    public static Dictionary<string, string> PolicyFiles() => Directory.EnumerateFiles(PathTo("policies"), "*.yaml", SearchOption.AllDirectories)
        .ToDictionary(file => Path.GetRelativePath(PathTo("policies"), file), File.ReadAllText);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "GateService.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("the tests run inside the repository");
    }
}
