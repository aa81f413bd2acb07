namespace GateService.Callers;

/// <summary>What a caller may do, of what its team, services and namespaces let it see.</summary>
public enum Role
{
    /// <summary>Ask whether a rollout may go on: evaluate, check, Flagger's hooks.</summary>
    Ask,

    /// <summary>Read decisions, rollouts, policies, messages and pages of its own team.</summary>
    Read,

    /// <summary>Say whether a decision was right.</summary>
    Label,

    /// <summary>Operate the gate: send dead messages again, lint policy files.</summary>
    Operate,

    /// <summary>Read what every team decided, and metrics where they ask for a token.</summary>
    ReadAll,
}
