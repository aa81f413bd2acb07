using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Charts.Tests.Image;

/// <summary>A gate in a process of its own, where what is looked at belongs to the whole process: its environment, its authorities, its files.</summary>
internal sealed partial class GateProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _error;

    private GateProcess(Process process, Task<string> error, Uri url)
    {
        (_process, _error) = (process, error);
        Client = new HttpClient { BaseAddress = url };
    }

    public HttpClient Client { get; }

    /// <param name="program">Path of GateService.dll.</param>
    /// <param name="environment">Over this process' own.</param>
    public static async Task<GateProcess> StartAsync(string program, IReadOnlyDictionary<string, string?> environment)
    {
        var start = new ProcessStartInfo("dotnet", [program, "--urls", "http://127.0.0.1:0"]) { WorkingDirectory = Path.GetDirectoryName(program), RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (Listening().Match(line) is { Success: true } said)
            {
                // Whoever writes into a pipe that nobody empties stands still one day.
                _ = process.StandardOutput.ReadToEndAsync();
                return new GateProcess(process, error, new Uri(said.Groups[1].Value));
            }
        }

        throw new InvalidOperationException(await error);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        await _error;
        _process.Dispose();
    }

    [GeneratedRegex(@"Now listening on: (http://127\.0\.0\.1:\d+)")]
    private static partial Regex Listening();
}
