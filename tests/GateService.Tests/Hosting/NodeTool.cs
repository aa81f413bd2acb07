using System.Diagnostics;

namespace GateService.Tests.Hosting;

/// <summary>A program of an npm package that <c>eng/tools</c> installs.</summary>
internal static class NodeTool
{
    /// <summary>Where the packages are; a session that keeps its own says so.</summary>
    private static readonly string Modules = Environment.GetEnvironmentVariable("GATE_TEST_NODE_MODULES") ?? Repository.PathOf("artifacts", "tools", "node_modules");

    /// <param name="script">Of a package, such as <c>@redocly/cli/bin/cli.js</c>, or a path of its own.</param>
    /// <param name="args">Its command line.</param>
    public static async Task<(int Code, string Output, string Error)> RunAsync(string script, params string[] args)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(Modules, script), .. args]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["REDOCLY_TELEMETRY"] = "off";
        start.Environment["REDOCLY_SUPPRESS_UPDATE_NOTICE"] = "true";
        using var node = Process.Start(start)!;
        using var late = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        var (output, error) = (node.StandardOutput.ReadToEndAsync(late.Token), node.StandardError.ReadToEndAsync(late.Token));
        try
        {
            await node.WaitForExitAsync(late.Token);
        }
        finally
        {
            node.Kill(entireProcessTree: true);
        }

        return (node.ExitCode, await output, await error);
    }
}
