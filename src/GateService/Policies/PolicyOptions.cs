namespace GateService.Policies;

/// <summary>Section <c>Policies</c>.</summary>
public sealed class PolicyOptions
{
    /// <summary>Directory of the policy files, absolute or relative to the working directory, else to the application. Default <c>policies</c>.</summary>
    public string Directory { get; set; } = "policies";

    /// <summary>How often the files are looked at for changes. Default 10 s; 0 never looks again.</summary>
    public TimeSpan ReloadInterval { get; set; } = TimeSpan.FromSeconds(10);
}
