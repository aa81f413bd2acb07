using System.CommandLine;
using GateService.Cli.Running;
using GateService.Cli.Shell;
using GateService.Core.Words;
using NewRelic.Api;

namespace GateService.Cli.Telemetry;

/// <summary>Options of commands that ask New Relic themselves.</summary>
internal sealed class NewRelicOptions
{
    private readonly Option<string?> _key = new("--newrelic-key") { Description = $"A user key (NRAK-…) of New Relic's. Default: {Variables.NewRelicKey}; without one, New Relic is not asked.", HelpName = "KEY" };

    private readonly Option<int?> _account = new("--newrelic-account") { Description = $"Id of the account. Default: {Variables.NewRelicAccount}.", HelpName = "ID" };

    private readonly Option<NerdGraphRegion?> _region = new("--newrelic-region") { Description = "us, eu, jp or gov. Default: us.", HelpName = "REGION" };

    private readonly Option<string?> _endpoint = new("--newrelic-endpoint") { Description = "NerdGraph's address where it is another, such as a simulator's.", HelpName = "URL" };

    private readonly Option<string> _since = new("--since") { Description = "How far back New Relic's events are looked at.", HelpName = "DURATION", DefaultValueFactory = _ => "24h" };

    public void AddTo(Command command)
    {
        command.Add(_key);
        command.Add(_account);
        command.Add(_region);
        command.Add(_endpoint);
        command.Add(_since);
    }

    /// <summary>Null without a key.</summary>
    /// <exception cref="FaultException">A key without an account, or a value that cannot be taken.</exception>
    public SeenAccount? Account(Run run)
    {
        var variable = run.Surroundings.Environment;
        if ((run.Value(_key) ?? variable(Variables.NewRelicKey)) is not { Length: > 0 } key)
        {
            return null;
        }

        if (!Durations.TryParse(run.Value(_since)!, out var since) || since < TimeSpan.FromMinutes(1) || since > TimeSpan.FromDays(30))
        {
            throw new FaultException(ExitCode.Usage, $"--since '{run.Value(_since)}': expected a duration from 1m to 720h, such as 24h");
        }

        var id = run.Value(_account) ?? (int.TryParse(variable(Variables.NewRelicAccount), out var set) ? set : (int?)null);
        return id is { } account
            ? new SeenAccount(new NerdGraphOptions { ApiKey = key, AccountId = account, Region = run.Value(_region), Endpoint = run.Value(_endpoint), TotalTimeout = TimeSpan.FromSeconds(60), AttemptTimeout = TimeSpan.FromSeconds(30) }, since)
            : throw new FaultException(ExitCode.Usage, $"a key of New Relic's without an account: give --newrelic-account, or set {Variables.NewRelicAccount} to its id");
    }
}
