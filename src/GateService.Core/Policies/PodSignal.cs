namespace GateService.Core.Policies;

/// <summary>What is asked of the canary's pods.</summary>
public enum PodSignal
{
    /// <summary>Share of pods whose last status is Running.</summary>
    Running,

    /// <summary>Share of pods whose last sample is ready.</summary>
    Ready,

    /// <summary>Container restarts within the window, all pods together.</summary>
    Restarts,
}
