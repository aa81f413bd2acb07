using System.CommandLine;
using GateService.Cli.Running;
using GateService.Cli.Shell;

namespace GateService.Cli.Verdicts;

/// <summary>The question of <c>check</c>: fields of docs/api.md, as options.</summary>
internal sealed class QuestionOptions
{
    private readonly Dictionary<string, Option<string?>> _fields = new()
    {
        ["service"] = new("--service") { Description = "Name under which the service reports to New Relic.", HelpName = "NAME", Required = true },
        ["namespace"] = Named("--namespace", "Kubernetes namespace."),
        ["cluster"] = Named("--cluster", "Kubernetes cluster."),
        ["rollout"] = Named("--rollout", "Name of the Rollout. Default: the service."),
        ["team"] = Named("--team", "Team whose layer applies."),
        ["strategy"] = new("--strategy") { Description = "canary, blueGreen or rolling. Default: canary.", HelpName = "NAME" },
        ["mode"] = new("--mode") { Description = "step, background or preflight. Default: preflight, which judges what runs now.", HelpName = "NAME", DefaultValueFactory = _ => "preflight" },
        ["stableHash"] = new("--stable-hash") { Description = "Pod template hash of the current version.", HelpName = "HASH" },
        ["canaryHash"] = new("--canary-hash") { Description = "Pod template hash of the new version.", HelpName = "HASH" },
        ["revision"] = new("--revision") { Description = "Argo's revision of the Rollout.", HelpName = "NUMBER" },
        ["stepWeight"] = new("--step-weight") { Description = "The canary's share of traffic in percent.", HelpName = "PERCENT" },
        ["stepIndex"] = new("--step-index") { Description = "Argo's current step.", HelpName = "NUMBER" },
        ["stepStartedAt"] = new("--step-started-at") { Description = "When the step began, ISO-8601. Default: when it was first asked about.", HelpName = "MOMENT" },
        ["rolloutStartedAt"] = new("--rollout-started-at") { Description = "When the rollout began, ISO-8601. Default: when it was first asked about.", HelpName = "MOMENT" },
        ["policy"] = Named("--policy", "Another policy than the service's own."),
        ["window"] = new("--window") { Description = "How far back to look. Default: the policy's.", HelpName = "DURATION" },
        ["at"] = new("--at") { Description = "As of this past moment, ISO-8601. Default: now.", HelpName = "MOMENT" },
    };

    private readonly Option<string[]> _arguments = new("--arg") { Description = "A value for a parameter of the policy; may be given several times.", HelpName = "NAME=VALUE" };

    private readonly Option<string[]> _change = new("--change") { Description = "What is shipped, for people: image, commit, stableCommit, author, pullRequest, diff, link or runbook; may be given several times.", HelpName = "NAME=VALUE" };

    public void AddTo(Command command)
    {
        foreach (var option in _fields.Values)
        {
            command.Add(option);
        }

        command.Add(_arguments);
        command.Add(_change);
    }

    /// <summary>What is asked about, for titles.</summary>
    public string Service(Run run) => run.Value(_fields["service"])!;

    /// <summary>The body; what nobody said is left away.</summary>
    /// <exception cref="FaultException">An argument without a name.</exception>
    public IReadOnlyDictionary<string, object> Body(Run run)
    {
        var body = _fields.Where(field => !string.IsNullOrEmpty(run.Value(field.Value))).ToDictionary(field => field.Key, object (field) => run.Value(field.Value)!);
        return body.Concat(Map("args", "--arg", run.Value(_arguments))).Concat(Map("change", "--change", run.Value(_change))).ToDictionary();
    }

    /// <summary>Of what stands twice the last.</summary>
    private static IEnumerable<KeyValuePair<string, object>> Map(string field, string option, string[]? given) => given is { Length: > 0 }
        ? [KeyValuePair.Create(field, (object)given.Select(pair => Pair(option, pair)).GroupBy(pair => pair.Name).ToDictionary(same => same.Key, same => same.Last().Value))]
        : [];

    private static (string Name, string Value) Pair(string option, string given) => given.IndexOf('=', StringComparison.Ordinal) is > 0 and var at
        ? (given[..at], given[(at + 1)..])
        : throw new FaultException(ExitCode.Usage, $"{option} '{given}': expected a name and a value, such as name=value");

    private static Option<string?> Named(string name, string description) => new(name) { Description = description, HelpName = "NAME" };
}
