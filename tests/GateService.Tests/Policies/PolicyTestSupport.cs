using GateService.Core;
using GateService.Policies;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace GateService.Tests.Policies;

internal static class PolicyTestSupport
{
    /// <summary>The one fault that says it; fails with all of them otherwise.</summary>
    public static string ShouldHaveFault(this List<string> faults, string expected) =>
        faults.FirstOrDefault(fault => fault.Contains(expected, StringComparison.Ordinal)) ?? throw new ShouldAssertException($"no fault says \"{expected}\":\n{string.Join('\n', faults)}");

    public static PolicyStore PolicyStore(this TemporaryFolder folder) =>
        new(Options.Create(new PolicyOptions { Directory = folder.Path, ReloadInterval = TimeSpan.Zero }), Judges.Shipped, TimeProvider.System, NullLogger<PolicyStore>.Instance);
}
