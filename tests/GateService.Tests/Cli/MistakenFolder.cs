using GateService.Tests.Hosting;

namespace GateService.Tests.Cli;

/// <summary>A working directory with the shipped policies in <c>policies</c>, and one file more or other than shipped.</summary>
internal sealed class MistakenFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public MistakenFolder(PolicyMistake mistake)
        : this((mistake.File, mistake.Text))
    {
    }

    public MistakenFolder(params (string File, string Text)[] files)
    {
        foreach (var (name, text) in Repository.PolicyFiles().Select(file => (File: file.Key, Text: file.Value)).Concat(files))
        {
            var path = Path.Combine(Root, "policies", name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }
    }

    public string Root => _folder.Path;

    public void Dispose() => _folder.Dispose();
}
