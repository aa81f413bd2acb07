using System.Runtime.CompilerServices;

namespace GateService.Tests.Hosting;

/// <summary>Hosts watch their appsettings.json, and a user may watch 128 things on Linux: with dozens of hosts at once, nobody changes a file here, and nobody watches.</summary>
internal static class NoWatching
{
    [ModuleInitializer]
    internal static void Begin() => Environment.SetEnvironmentVariable("DOTNET_hostBuilder__reloadConfigOnChange", "false");
}
