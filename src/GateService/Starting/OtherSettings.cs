using GateService.Telemetry;

namespace GateService.Starting;

/// <summary>Settings that are ASP.NET Core's or OpenTelemetry's, and that the gate would start with though they say nothing, or stop at without saying which it was.</summary>
internal static class OtherSettings
{
    public static IEnumerable<string> Faults(IConfigurationRoot root) => Levels(root, root.GetSection("Logging")).Concat(Collector(root));

    /// <summary>Of all loggers, and of each provider's own.</summary>
    private static IEnumerable<string> Levels(IConfigurationRoot root, IConfigurationSection section) => section.GetChildren().SelectMany(child =>
        !child.Key.Equals("LogLevel", StringComparison.OrdinalIgnoreCase) ? Levels(root, child)
        : from level in child.GetChildren()
          where level.Value is { Length: > 0 } value && !(Enum.TryParse<LogLevel>(value, ignoreCase: true, out var known) && Enum.IsDefined(known))
          select $"{level.Path} ({SettingPlace.Of(root, level)}) is '{level.Value}': expected {string.Join(", ", Enum.GetNames<LogLevel>())}");

    private static IEnumerable<string> Collector(IConfigurationRoot root)
    {
        if (root[TelemetrySetup.EndpointVariable] is { Length: > 0 } endpoint && !(Uri.TryCreate(endpoint, UriKind.Absolute, out var address) && TelemetryOptionsValidator.IsAddress(address)))
        {
            yield return $"{TelemetrySetup.EndpointVariable} is '{endpoint}': expected {TelemetryOptionsValidator.Address}";
        }
    }
}
