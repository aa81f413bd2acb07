using System.CommandLine;
using GateService.Cli.Asking;
using GateService.Cli.Running;
using GateService.Cli.Shell;

namespace GateService.Cli.Power;

/// <summary><c>gatectl power SERVICE</c>: how small a regression its policy sees on its traffic, step by step.</summary>
internal sealed class PowerCommand : ICommandLine
{
    private readonly Argument<string> _service = new("service") { Description = "The name under which the service reports to New Relic." };
    private readonly Option<string?> _steps = new("--steps") { Description = "Weight and length of each step. Default: 5:10m,25:10m,50:10m,100:10m.", HelpName = "WEIGHT:LENGTH,..." };
    private readonly Option<string?> _see = new("--see") { Description = "What should be seen: so many times as many bad events as stable has, such as 2x.", HelpName = "TIMES" };
    private readonly Option<string?> _policy = new("--policy") { Description = "Another policy than the service's own.", HelpName = "NAME" };
    private readonly Option<string?> _rollout = new("--rollout") { Description = "Name of the Rollout. Default: the service.", HelpName = "NAME" };
    private readonly Option<string?> _namespace = new("--namespace") { Description = "Its namespace.", HelpName = "NAME" };
    private readonly Option<string?> _cluster = new("--cluster") { Description = "Its cluster.", HelpName = "NAME" };
    private readonly Option<string?> _team = new("--team") { Description = "The team whose policy layer applies.", HelpName = "NAME" };
    private readonly Option<string?> _canaryHash = new("--canary-hash") { Description = "Pod template hash of a canary that serves, where it cannot be seen.", HelpName = "HASH" };
    private readonly Option<string?> _stableHash = new("--stable-hash") { Description = "Pod template hash of stable, where it cannot be seen.", HelpName = "HASH" };
    private readonly Option<string?> _window = new("--window") { Description = "How far back to look at the traffic, 2m to 24h. Default: 1h.", HelpName = "DURATION" };
    private readonly Option<string?> _at = new("--at") { Description = "Look back from this past moment. Default: now.", HelpName = "MOMENT" };

    public Command Describe() => new("power", "How small a regression a policy sees on a service's traffic, and what it takes to see a smaller one.")
    {
        _service, _steps, _see, _policy, _rollout, _namespace, _cluster, _team, _canaryHash, _stableHash, _window, _at,
    };

    public async Task<ExitCode> RunAsync(Run run, CancellationToken ct)
    {
        using var gate = run.Gate();
        await run.SayAsync($"asking the gate at {gate.Url}");
        var query = new QueryPath("/v1/power").With("service", run.Value(_service)).With("steps", run.Value(_steps)).With("see", run.Value(_see)).With("policy", run.Value(_policy))
            .With("rollout", run.Value(_rollout)).With("namespace", run.Value(_namespace)).With("cluster", run.Value(_cluster)).With("team", run.Value(_team))
            .With("canaryHash", run.Value(_canaryHash)).With("stableHash", run.Value(_stableHash)).With("window", run.Value(_window)).With("at", run.Value(_at));
        var report = await gate.GetAsync(query.ToString(), ct);
        await run.WriteAsync(report, PowerLines.Of);
        return PowerLines.IsWishSeen(report) ? ExitCode.Fine : ExitCode.No;
    }
}
