using System.Net;

namespace NewRelic.Simulator.Tests.Worlds;

/// <summary>What somebody typed wrong is told in words of what is typed, not in names of our types.</summary>
public sealed class UnknownKindTests
{
    [Theory]
    [InlineData("""{"kind":"foo"}""", "$.kind")]
    [InlineData("""{"kind":"healthy","seed":"many"}""", "$.seed")]
    public async Task A_value_that_cannot_be_is_told_by_its_place_and_without_our_types(string body, string place)
    {
        await using var simulator = await SimulatorHost.StartAsync();

        var refused = (await simulator.SendAsync(HttpMethod.Post, "/simulator/worlds", body, HttpStatusCode.BadRequest)).ToString();

        refused.ShouldContain(place);
        refused.ShouldNotContain("NewRelic.Simulator");
        refused.ShouldNotContain("System.");
    }
}
