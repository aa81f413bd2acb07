using GateService.Core.Requests;

namespace GateService.Core.Policies.Reading;

/// <summary>What an organisation, team or service file says: which policy, and what differs in it.</summary>
/// <param name="Team">Service files only: the team whose layer lies below.</param>
/// <param name="Policy">The policy for every strategy.</param>
/// <param name="Shadow">A second policy that judges beside it and decides nothing.</param>
/// <param name="Defaults">The policy per strategy, where <paramref name="Policy"/> is not given.</param>
/// <param name="Overrides">Laid over the policy.</param>
/// <param name="Fields">For faults found later.</param>
internal sealed record PolicyAssignment(
    string? Team, string? Policy, string? Shadow, IReadOnlyDictionary<Strategy, string> Defaults, PolicyNode.Map? Overrides, PolicyFields Fields)
{
    public string File => Fields.Map.Position.File;

    public string? For(Strategy strategy) => Policy ?? Defaults.GetValueOrDefault(strategy);

    /// <summary>Every policy this file names.</summary>
    public IEnumerable<(string Key, string Policy)> Named =>
    [
        .. Policy is { } policy ? new[] { ("policy", policy) } : [], .. Shadow is { } shadow ? new[] { ("shadow", shadow) } : [], .. Defaults.Select(entry => ("defaults", entry.Value)),
    ];
}
