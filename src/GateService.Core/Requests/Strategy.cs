namespace GateService.Core.Requests;

/// <summary>How the new version is brought in.</summary>
public enum Strategy
{
    /// <summary>Both versions serve at once, the new one a growing share.</summary>
    Canary,

    /// <summary>The new version stands beside the current one without traffic of its own kind: there is no concurrent control.</summary>
    BlueGreen,

    /// <summary>Pods are replaced one by one, typically queue workers: there are no slices to compare.</summary>
    Rolling,
}
