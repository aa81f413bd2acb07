using System.CommandLine;
using System.Text.Json;
using GateService.Cli.Asking;
using GateService.Cli.Running;
using GateService.Cli.Shell;
using GateService.Core.Verdicts;
using GateService.Core.Words;

namespace GateService.Cli.Verdicts;

/// <summary><c>gatectl watch ROLLOUT</c>: every decision about a rollout as it is made, until one fails it or lets it through.</summary>
internal sealed class WatchCommand : ICommandLine
{
    private readonly Argument<string> _rollout = new("rollout") { Description = "namespace/name, or -/name where requests name no namespace." };
    private readonly Option<string?> _cluster = new("--cluster") { Description = "The cluster, where several have such a rollout.", HelpName = "NAME" };
    private readonly Option<string?> _hash = new("--canary-hash") { Description = "One version of it. Default: the latest.", HelpName = "HASH" };
    private readonly Option<double> _until = new("--until-weight") { Description = "A pass at this weight ends it.", HelpName = "PERCENT", DefaultValueFactory = _ => 100 };
    private readonly WaitOptions _wait = new("1h", "How long to watch; 0s: only what is decided already.");

    public Command Describe()
    {
        var command = new Command("watch", "Every decision about a rollout as it is made, until one fails it or lets it through.") { _rollout, _cluster, _hash, _until };
        _wait.AddTo(command);
        return command;
    }

    public async Task<ExitCode> RunAsync(Run run, CancellationToken ct)
    {
        using var gate = run.Gate();
        var (path, pace, seen) = (Path(run), _wait.Of(run), new HashSet<string>());
        var code = ExitCode.Inconclusive;
        for (; ; await pace.NextAsync(ct))
        {
            if (await DecisionsAsync(gate, path, pace, run, ct) is { } decisions)
            {
                foreach (var decision in decisions.Where(decision => seen.Add(decision.Text("id") ?? "")))
                {
                    await WriteAsync(run, decision);
                    code = EnumNames.Read<Verdict>(decision.Text("verdict") ?? "") switch
                    {
                        Verdict.Pass => ExitCode.Fine,
                        Verdict.Fail => ExitCode.No,
                        Verdict.Inconclusive or null => ExitCode.Inconclusive,
                    };
                    if (code == ExitCode.No || (code == ExitCode.Fine && decision.Number("weight") >= run.Value(_until)))
                    {
                        return code;
                    }
                }
            }

            if (pace.IsOver)
            {
                return code;
            }
        }
    }

    /// <summary>Oldest first; null where there are none yet, or the gate is away and time is left.</summary>
    private static async Task<IReadOnlyList<JsonElement>?> DecisionsAsync(GateConnection gate, string path, Pace pace, Run run, CancellationToken ct)
    {
        try
        {
            var timeline = await gate.GetAsync(path, ct);
            return [.. timeline.Items("steps").SelectMany(step => step.Items("decisions")).Select(decision => decision.Field("decision")).OfType<JsonElement>().OrderBy(decision => decision.Text("at"), StringComparer.Ordinal)];
        }
        catch (FaultException fault) when (!pace.IsOver)
        {
            await run.SayAsync($"{pace.Said}: {fault.Message}");
            return null;
        }
    }

    private static Task WriteAsync(Run run, JsonElement decision) => run.Surroundings.Output.WriteLineAsync(run.IsJson
        ? JsonSerializer.Serialize(decision)
        : $"{decision.Text("at")}  {decision.Text("mode")}{(decision.Number("weight") is { } weight ? $" {weight:0.##} %" : "")}  {decision.Text("verdict")}: {decision.Text("summary")} ({decision.Text("id")})");

    private string Path(Run run)
    {
        var given = run.Value(_rollout)!;
        var cut = given.IndexOf('/', StringComparison.Ordinal);
        var (@namespace, name) = cut < 0 ? ("", given) : (given[..cut], given[(cut + 1)..]);
        return name.Length == 0 || @namespace.Length == 0 || name.Contains('/', StringComparison.Ordinal)
            ? throw new FaultException(ExitCode.Usage, $"rollout '{given}': expected namespace/name, such as shop/checkout, or -/checkout where requests name no namespace")
            : new QueryPath($"/v1/rollouts/{Uri.EscapeDataString(@namespace)}/{Uri.EscapeDataString(name)}").With("cluster", run.Value(_cluster)).With("hash", run.Value(_hash)).ToString();
    }
}
