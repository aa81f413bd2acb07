using System.CommandLine;
using GateService.Cli.Running;
using GateService.Cli.Shell;
using GateService.Core.Words;

namespace GateService.Cli.Verdicts;

/// <summary>How long, and how often.</summary>
/// <param name="usual">How long where nobody says.</param>
/// <param name="why">What is waited for.</param>
internal sealed class WaitOptions(string usual, string why)
{
    private readonly Option<string> _wait = new("--wait") { Description = why, HelpName = "DURATION", DefaultValueFactory = _ => usual };

    private readonly Option<string> _every = new("--every") { Description = "How often to ask meanwhile, 1s or more.", HelpName = "DURATION", DefaultValueFactory = _ => "30s" };

    public void AddTo(Command command)
    {
        command.Add(_wait);
        command.Add(_every);
    }

    /// <exception cref="FaultException">No duration.</exception>
    public Pace Of(Run run)
    {
        var (wait, every) = (Read("--wait", run.Value(_wait)!), Read("--every", run.Value(_every)!));
        return every >= TimeSpan.FromSeconds(1) ? new Pace(run.Surroundings.Time, wait, every) : throw new FaultException(ExitCode.Usage, $"--every '{run.Value(_every)}': expected a duration of 1s or more, such as 30s");
    }

    private static TimeSpan Read(string option, string given) =>
        Durations.TryParse(given, out var duration) && duration <= TimeSpan.FromDays(1) ? duration : throw new FaultException(ExitCode.Usage, $"{option} '{given}': expected a duration up to 24h, such as 10m");
}
