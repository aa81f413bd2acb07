using System.Diagnostics.Metrics;
using GateService.Core;
using GateService.History;
using GateService.Policies;
using GateService.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace GateService.Tests.Policies;

internal static class PolicyTestSupport
{
    /// <summary>The one fault that says it; fails with all of them otherwise.</summary>
    public static string ShouldHaveFault(this List<string> faults, string expected) =>
        faults.FirstOrDefault(fault => fault.Contains(expected, StringComparison.Ordinal)) ?? throw new ShouldAssertException($"no fault says \"{expected}\":\n{string.Join('\n', faults)}");

    /// <summary>Over the folder, with nothing kept and without a timer of its own.</summary>
    public static async Task<PolicyStore> PolicyStoreAsync(this TemporaryFolder folder)
    {
        var time = TimeProvider.System;
        var meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
        var kept = new KeptPolicies(new Database(Options.Create(new HistoryOptions { Enabled = false }), time), time);
        var store = new PolicyStore(
            Options.Create(new PolicyOptions { Directory = folder.Path, ReloadInterval = TimeSpan.Zero }), kept, Judges.Shipped, new GateMetrics(meters, new RunningRollouts(time), time), time, NullLogger<PolicyStore>.Instance);
        await store.StartingAsync(CancellationToken.None);
        return store;
    }
}
