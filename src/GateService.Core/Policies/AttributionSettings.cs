using System.IO.Enumeration;

namespace GateService.Core.Policies;

/// <summary>What a policy says about whose fault an error is.</summary>
public sealed record AttributionSettings
{
    /// <summary>Default true. False: every error counts as the service's own.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>A dependency's errors below this share of the requests do not matter. Default 0.1 %.</summary>
    public double Floor { get; init; } = 0.001;

    /// <summary>How many times stable's share of a dependency's errors the canary's may be. Default 1.5.</summary>
    public double Margin { get; init; } = 1.5;

    /// <summary>A dependency's errors are excused once it is certain that the canary has at most this many times stable's share of them. Default 2.</summary>
    public double AlibiMargin { get; init; } = 2;

    /// <summary>How many times as often per request the canary may call it. Default 1.5.</summary>
    public double CallMargin { get; init; } = 1.5;

    /// <summary>Upstream errors in this share of the canary's requests blind the gate: what is left is too little to pass on. Default 20 %.</summary>
    public double OutageShare { get; init; } = 0.2;

    /// <summary>What a dependency's errors are where nothing beside the canary can corroborate them. Default: they fail it, because a rollback is cheap.</summary>
    public Uncorroborated OnUncorroborated { get; init; } = Uncorroborated.Fail;

    /// <summary>What the canary's harm to a dependency does once it is shown. Default: it fails the rollout.</summary>
    public Consequences OnHarm { get; init; } = Consequences.Failing;

    /// <summary>Dependencies with settings of their own.</summary>
    public IReadOnlyList<DependencySettings> Dependencies { get; init; } = [];

    /// <summary>In order: the first that matches decides.</summary>
    public IReadOnlyList<SignatureRule> Signatures { get; init; } = [];

    /// <summary>All on but in measurements of what each is for.</summary>
    internal Mechanisms Mechanisms { get; init; } = Mechanisms.All;

    /// <summary>The name people know a dependency by: the policy's, else the host's own short one.</summary>
    public string NameOf(string raw)
    {
        var name = DependencyName.Of(raw);
        return Dependencies.FirstOrDefault(known => known.Hosts.Any(host => FileSystemName.MatchesSimpleExpression(host, raw) || FileSystemName.MatchesSimpleExpression(host, name)))?.Name ?? name;
    }
}

/// <summary>What a dependency's errors are without a control beside the canary.</summary>
public enum Uncorroborated
{
    Fail,
    Inconclusive,
}
