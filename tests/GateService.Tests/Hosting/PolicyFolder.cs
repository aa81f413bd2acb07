namespace GateService.Tests.Hosting;

/// <summary>The shipped policies and a test's own, in a folder that goes with it.</summary>
internal sealed class PolicyFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <param name="files">The test's own, by name.</param>
    public PolicyFolder(IReadOnlyDictionary<string, string> files)
    {
        foreach (var (name, text) in Repository.PolicyFiles().Concat(files))
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(_folder.File(name))!);
            File.WriteAllText(_folder.File(name), text);
        }
    }

    /// <summary>The setting that makes a gate read them.</summary>
    public (string Key, string? Value) Setting => ("Policies:Directory", _folder.Path);

    public void Dispose() => _folder.Dispose();
}
