using System.CommandLine;
using System.Text.Json;
using GateService.Cli.Asking;
using GateService.Cli.Running;
using GateService.Cli.Shell;

namespace GateService.Cli.Doctor;

/// <summary><c>gatectl doctor SERVICE</c>: the way from a rollout to its verdict, step by step, and a policy made from what is there.</summary>
internal sealed class DoctorCommand : ICommandLine
{
    private readonly Argument<string> _service = new("service") { Description = "The name under which the service reports to New Relic." };
    private readonly Option<string?> _rollout = new("--rollout") { Description = "Name of the Rollout. Default: the service.", HelpName = "NAME" };
    private readonly Option<string?> _namespace = new("--namespace") { Description = "Its namespace.", HelpName = "NAME" };
    private readonly Option<string?> _cluster = new("--cluster") { Description = "Its cluster.", HelpName = "NAME" };
    private readonly Option<string?> _team = new("--team") { Description = "The team whose policy layer applies.", HelpName = "NAME" };
    private readonly Option<string?> _canaryHash = new("--canary-hash") { Description = "Pod template hash of the canary, where it cannot be seen.", HelpName = "HASH" };
    private readonly Option<string?> _stableHash = new("--stable-hash") { Description = "Pod template hash of stable, where it cannot be seen.", HelpName = "HASH" };
    private readonly Option<string?> _window = new("--window") { Description = "How far back to look, 2m to 24h. Default: 1h.", HelpName = "DURATION" };
    private readonly Option<string?> _at = new("--at") { Description = "Look back from this past moment. Default: now.", HelpName = "MOMENT" };
    private readonly Option<string?> _write = new("--write") { Description = "Folder of the policies: the proposed file is written there, unless there is one already.", HelpName = "FOLDER" };

    public Command Describe() => new("doctor", "What is wrong on the way from a rollout to its verdict, in order, and a policy to commit.")
    {
        _service, _rollout, _namespace, _cluster, _team, _canaryHash, _stableHash, _window, _at, _write,
    };

    public async Task<ExitCode> RunAsync(Run run, CancellationToken ct)
    {
        using var gate = run.Gate();
        await run.SayAsync($"asking the gate at {gate.Url}");
        var query = new QueryPath("/v1/doctor").With("service", run.Value(_service)).With("rollout", run.Value(_rollout)).With("namespace", run.Value(_namespace)).With("cluster", run.Value(_cluster))
            .With("team", run.Value(_team)).With("canaryHash", run.Value(_canaryHash)).With("stableHash", run.Value(_stableHash)).With("window", run.Value(_window)).With("at", run.Value(_at));
        var report = await gate.GetAsync(query.ToString(), ct);
        await run.WriteAsync(report, DoctorLines.Of);
        if (run.Value(_write) is { } folder && report.GetProperty("proposal") is { ValueKind: JsonValueKind.Object } proposal)
        {
            await run.SayAsync(await ProposalFile.WriteAsync(run.Surroundings.PathOf(folder), proposal.GetProperty("file").GetString()!, proposal.GetProperty("yaml").GetString()!, ct));
        }

        return report.GetProperty("state").GetString() switch
        {
            "wrong" => ExitCode.No,
            "gap" or "unknown" => ExitCode.Inconclusive,
            _ => ExitCode.Fine,
        };
    }
}
