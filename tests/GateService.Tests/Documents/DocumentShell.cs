using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using GateService.Tests.Hosting;

namespace GateService.Tests.Documents;

/// <summary>
/// The shell of a reader: commands of documents are run as they stand, in a folder with a copy of the policies. Only where the documents build from source, what was
/// built for these tests is run, and the ports of gate and simulator are free ones.
/// </summary>
internal sealed partial class DocumentShell : IDisposable
{
    /// <summary>Stands before what is run, so that a command that is said to end with a code does.</summary>
    private const string Preamble =
        """
        exec 2>&1
        ends_with() { [ "$2" -eq "$1" ] || { echo "ended with $2 instead of $1"; exit 97; }; }

        """;

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _environment = [];
    private readonly List<string> _exports = [];
    private Process? _running;

    public DocumentShell()
    {
        foreach (var (name, text) in Repository.PolicyFiles())
        {
            var file = System.IO.Path.Combine(Path, "policies", name);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }

        Directory.CreateDirectory(_folder.File("artifacts"));
        Directory.CreateDirectory(_folder.File("bin"));
        Set("PATH", $"{_folder.File("bin")}:{AppContext.BaseDirectory}:{Environment.GetEnvironmentVariable("PATH")}");
    }

    public string Path => _folder.Path;

    /// <summary>The machine's own, for a shim of that name to call.</summary>
    public static string Dotnet { get; } = Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(folder => System.IO.Path.Combine(folder, "dotnet")).First(File.Exists);

    public int GatePort { get; } = FreePort();

    public int SimulatorPort { get; } = FreePort();

    public void Set(string name, string value) => _environment[name] = value;

    /// <summary>A program of that name that stands before the one of the machine.</summary>
    public void Shim(string name, string script)
    {
        var file = System.IO.Path.Combine(Path, "bin", name);
        File.WriteAllText(file, $"#!/bin/bash\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Runs commands to their end; each must end with 0, or with what <c># ends with</c> says behind it.</summary>
    /// <returns>What they wrote, faults included.</returns>
    public async Task<string> RunAsync(string commands)
    {
        using var bash = Start(commands);
        var output = await bash.StandardOutput.ReadToEndAsync();
        await bash.WaitForExitAsync();
        bash.ExitCode.ShouldBe(0, $"{commands}\n{output}");
        _exports.AddRange(Export().Matches(commands).Select(match => match.Value));
        return AsDocumented(output);
    }

    /// <summary>Starts a command that stays, in place of the one that stayed before.</summary>
    /// <param name="command">Its line.</param>
    /// <param name="ready">What it writes when it waits for its reader.</param>
    /// <returns>What it wrote until then.</returns>
    public async Task<string> StayAsync(string command, string ready)
    {
        End();
        _running = Start(command);
        var output = new List<string>();
        while (await _running.StandardOutput.ReadLineAsync() is { } line)
        {
            output.Add(line);
            if (line.Contains(ready, StringComparison.Ordinal))
            {
                return AsDocumented(string.Join('\n', output));
            }
        }

        throw new InvalidOperationException($"{command} ended before '{ready}':\n{string.Join('\n', output)}");
    }

    /// <summary>As Ctrl+C does in the reader's other terminal.</summary>
    public void End()
    {
        _running?.Kill(entireProcessTree: true);
        _running?.WaitForExit();
        _running?.Dispose();
        _running = null;
    }

    public void Dispose()
    {
        End();
        _folder.Dispose();
    }

    private Process Start(string commands)
    {
        var script = EndsWith().Replace(commands, match => $"{match.Groups["command"].Value} && code=0 || code=$?; ends_with {match.Groups["code"].Value} $code");
        var start = new ProcessStartInfo("bash", ["-euc", Preamble + Ports($"{string.Join('\n', _exports)}\n{script}")]) { WorkingDirectory = Path, RedirectStandardOutput = true };
        foreach (var (name, value) in _environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private string Ports(string text) => text
        .Replace(":5300", $":{GatePort}", StringComparison.Ordinal).Replace(":5310", $":{SimulatorPort}", StringComparison.Ordinal);

    private string AsDocumented(string output) => output
        .Replace($":{GatePort}", ":5300", StringComparison.Ordinal).Replace($":{SimulatorPort}", ":5310", StringComparison.Ordinal);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex(@"^(?<command>.*\S) +# ends with (?<code>\d+)$", RegexOptions.Multiline)]
    private static partial Regex EndsWith();

    [GeneratedRegex(@"^export .*$", RegexOptions.Multiline)]
    private static partial Regex Export();
}
