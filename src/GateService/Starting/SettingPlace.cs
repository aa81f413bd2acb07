using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;

namespace GateService.Starting;

/// <summary>Where somebody finds a setting again to change it.</summary>
internal static class SettingPlace
{
    /// <summary>The place that wins: of the providers that have it, the last.</summary>
    public static string Of(IConfigurationRoot root, IConfigurationSection section) =>
        root.Providers.Reverse().FirstOrDefault(provider => Has(provider, section.Path)) switch
        {
            EnvironmentVariablesConfigurationProvider => $"environment variable {section.Path.Replace(":", "__", StringComparison.Ordinal)}",
            CommandLineConfigurationProvider => "command line",
            FileConfigurationProvider { Source.Path: { } path } => path == GateServiceApp.ShippedSettings ? "the shipped appsettings.json" : path,
            _ => "settings of the host",
        };

    private static bool Has(IConfigurationProvider provider, string path) => provider.TryGet(path, out _) || provider.GetChildKeys([], path).Any();
}
