using GateService.Tests.Hosting;

namespace GateService.Tests.Gates;

/// <summary>A small sample of <c>fuzz-requests</c>; 20,000 of them are asked by tests/GateService.Benchmarks.</summary>
public sealed class RequestFuzzTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task No_request_of_a_good_token_gets_5xx_hangs_or_passes(int seed)
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        nerdGraph.Answer = ScriptedNerdGraph.Slices(null, null);
        await using var gate = await GateHost.StartAsync(nerdGraph, GateHost.Patient);
        var fuzz = new RequestFuzz(gate.Client, seed);
        var faults = new List<string>();
        for (var i = 0; i < 100; i++)
        {
            if (await fuzz.NextAsync(TimeSpan.FromMinutes(2)) is { } fault)
            {
                faults.Add(fault);
            }
        }

        faults.ShouldBeEmpty();
    }
}
