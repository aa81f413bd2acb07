using System.CommandLine;
using System.Text.Json;
using GateService.Cli.Asking;
using GateService.Cli.Running;
using GateService.Cli.Shell;

namespace GateService.Cli.Policies;

/// <summary><c>gatectl policy SERVICE</c>: what a service is judged by, every value with the file and line it came from.</summary>
internal sealed class PolicyCommand : ICommandLine
{
    private readonly Argument<string> _service = new("service") { Description = "The service that is asked about." };
    private readonly Option<string?> _policy = new("--policy") { Description = "Another policy than the service's own.", HelpName = "NAME" };
    private readonly Option<string?> _team = new("--team") { Description = "The team, where the service's file does not say it.", HelpName = "NAME" };

    public Command Describe() => new("policy", "What a service is judged by: every value, and the file and line it came from.") { _service, _policy, _team };

    public async Task<ExitCode> RunAsync(Run run, CancellationToken ct)
    {
        using var gate = run.Gate();
        var query = new QueryPath("/v1/policies/effective").With("service", run.Value(_service)).With("policy", run.Value(_policy)).With("team", run.Value(_team));
        await run.WriteAsync(await gate.GetAsync(query.ToString(), ct), Lines);
        return ExitCode.Fine;
    }

    private static IEnumerable<string> Lines(JsonElement policy) =>
    [
        $"{policy.GetProperty("name").GetString()} ({policy.GetProperty("revision").GetString()})",
        .. policy.GetProperty("values").EnumerateArray().Select(value =>
            $"  {value.GetProperty("path").GetString()}: {value.GetProperty("value")}  ({value.GetProperty("file").GetString()}:{value.GetProperty("line")})"),
    ];
}
