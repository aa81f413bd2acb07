using GateService.Cli.Shell;

namespace GateService.Cli.Backtests;

/// <summary>The policy files of a folder, as they are sent.</summary>
internal static class PolicyTexts
{
    private static readonly string[] Extensions = [".yaml", ".yml"];

    /// <summary>Texts by name below the folder.</summary>
    /// <exception cref="FaultException">There is no such folder, it holds no policy files, or one cannot be read.</exception>
    public static async Task<SortedDictionary<string, string>> ReadAsync(string folder, CancellationToken ct)
    {
        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        try
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => Extensions.Contains(Path.GetExtension(file))))
            {
                texts[Path.GetRelativePath(folder, file).Replace('\\', '/')] = await File.ReadAllTextAsync(file, ct);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FaultException(ExitCode.Usage, $"{folder} cannot be read: {e.Message}", e);
        }

        return texts.Count > 0 ? texts : throw new FaultException(ExitCode.Usage, $"{folder} holds no policy files: expected {string.Join(" or ", Extensions.Select(extension => $"*{extension}"))}");
    }
}
