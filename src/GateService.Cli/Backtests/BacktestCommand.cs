using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using GateService.Cli.Linting;
using GateService.Cli.Running;
using GateService.Cli.Shell;

namespace GateService.Cli.Backtests;

/// <summary><c>gatectl backtest [FOLDER]</c>: kept decisions judged under changed policies, and whether any of them would be another.</summary>
internal sealed class BacktestCommand : ICommandLine
{
    private const string Changes = "changes";
    private const string Labels = "labels";

    private readonly Argument<string?> _folder = new("folder") { Description = "The policy files as they would be. Without it: those in force, with --policy.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _policy = new("--policy") { Description = "A policy of these that judges every decision, instead of the one that each request would get.", HelpName = "NAME" };
    private readonly Option<string?> _team = new("--team") { Description = "Decisions of this team alone.", HelpName = "NAME" };
    private readonly Option<string?> _service = new("--service") { Description = "Decisions of this service alone.", HelpName = "NAME" };
    private readonly Option<string?> _namespace = new("--namespace") { Description = "Decisions of this namespace alone.", HelpName = "NAME" };
    private readonly Option<string?> _rollout = new("--rollout") { Description = "Decisions of this rollout alone.", HelpName = "NAME" };
    private readonly Option<string?> _from = new("--from") { Description = "Not before this moment.", HelpName = "MOMENT" };
    private readonly Option<string?> _to = new("--to") { Description = "Before this moment.", HelpName = "MOMENT" };
    private readonly Option<int> _most = new("--most") { Description = "The newest of them, 1 to 50000.", HelpName = "N", DefaultValueFactory = _ => 10_000 };
    private readonly Option<int> _list = new("--list") { Description = "Most decisions to list, 0 to 1000.", HelpName = "N", DefaultValueFactory = _ => 20 };

    private readonly Option<string> _failOn = new Option<string>("--fail-on")
    {
        Description = "What ends with 1: any other verdict, or only one that a label says is worse.",
        HelpName = $"{Changes}|{Labels}",
        DefaultValueFactory = _ => Changes,
    }.AcceptOnlyFromAmong(Changes, Labels);

    public Command Describe() => new("backtest", "Kept decisions judged under changed policies: which verdicts would be others, and why.")
    {
        _folder, _policy, _team, _service, _namespace, _rollout, _from, _to, _most, _list, _failOn,
    };

    public async Task<ExitCode> RunAsync(Run run, CancellationToken ct)
    {
        if (run.Value(_folder) is null && run.Value(_policy) is null)
        {
            throw new FaultException(ExitCode.Usage, "nothing is changed: expected the folder of the changed policy files, or --policy with the name of another policy");
        }

        var body = new JsonObject { ["most"] = run.Value(_most), ["list"] = run.Value(_list) };
        if (run.Value(_folder) is { } folder)
        {
            body["files"] = JsonSerializer.SerializeToNode(Texts(folder, run));
        }

        foreach (var (name, option) in new[] { ("policy", _policy), ("team", _team), ("service", _service), ("namespace", _namespace), ("rollout", _rollout), ("from", _from), ("to", _to) })
        {
            if (run.Value(option) is { } value)
            {
                body[name] = value;
            }
        }

        using var gate = run.Gate();
        await run.SayAsync("judging kept decisions anew; ten thousand take less than a minute");
        var report = await gate.PostAsync("/v1/backtests", body, ct);
        await run.WriteAsync(report, BacktestLines.Of);
        return Ending(report, run.Value(_failOn) == Labels);
    }

    /// <summary>The policy files of a folder, as a gate would read them.</summary>
    private static SortedDictionary<string, string> Texts(string folder, Run run)
    {
        var linted = LintedFolder.Read(folder, run.Surroundings);
        return linted.Faults.Count == 0 ? linted.Files : throw new FaultException(ExitCode.Usage, string.Join('\n', linted.Faults));
    }

    private static ExitCode Ending(JsonElement report, bool isByLabels) =>
        (isByLabels ? IsWorse(report) : report.GetProperty("changed").GetInt32() > 0) ? ExitCode.No
        : report.GetProperty("notKept").GetInt32() > 0 ? ExitCode.Inconclusive
        : ExitCode.Fine;

    /// <summary>A bad version that failed would not, or a good one would.</summary>
    private static bool IsWorse(JsonElement report)
    {
        int Side(string side, string count) => report.GetProperty(side).GetProperty(count).GetInt32();
        return Side("after", "truePositives") < Side("before", "truePositives") || Side("after", "falsePositives") > Side("before", "falsePositives");
    }
}
