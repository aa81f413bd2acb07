using GateService.Cli.Shell;

namespace GateService.Cli.Doctor;

/// <summary>Puts a proposed policy where it belongs; what somebody wrote is never written over.</summary>
internal static class ProposalFile
{
    /// <summary>What was done, in words.</summary>
    /// <exception cref="FaultException">The folder is none, or cannot be written to.</exception>
    public static async Task<string> WriteAsync(string folder, string file, string yaml, CancellationToken ct)
    {
        var path = Path.GetFullPath(file, folder);
        if (!path.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new FaultException(ExitCode.NoAnswer, $"the gate proposes the file '{file}', which is not below {folder}: nothing was written");
        }

        try
        {
            if (!Directory.Exists(folder))
            {
                throw new FaultException(ExitCode.Usage, $"{folder} is no folder: expected that of the policies");
            }

            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await using var stream = new FileStream(path, FileMode.CreateNew);
            await using var writer = new StreamWriter(stream);
            await writer.WriteAsync(yaml.AsMemory(), ct);
            return $"{path} was written";
        }
        catch (IOException) when (File.Exists(path))
        {
            return $"{path} is there already, and was left as it is";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FaultException(ExitCode.Usage, $"{path} cannot be written: {e.Message}", e);
        }
    }
}
