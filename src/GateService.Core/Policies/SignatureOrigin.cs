namespace GateService.Core.Policies;

/// <summary>Where a signature says that errors come from. Only a suspicion: what is not the service's own is excused on evidence alone.</summary>
public enum SignatureOrigin
{
    /// <summary>The service's own code.</summary>
    Own,

    /// <summary>Something it calls.</summary>
    Dependency,

    /// <summary>The caller: a bad request, or one that was given up.</summary>
    Client,

    /// <summary>What it runs on: node, mesh, name resolution.</summary>
    Platform,

    /// <summary>Left out of account by a reviewed, dated decision of the team.</summary>
    Bypass,
}
