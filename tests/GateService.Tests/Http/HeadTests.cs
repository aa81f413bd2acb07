using GateService.Tests.Hosting;

namespace GateService.Tests.Http;

/// <summary>What can be read can be asked for by its head alone, which monitors and link checkers do.</summary>
public sealed class HeadTests(GateFixture fixture) : IClassFixture<GateFixture>
{
    [Theory]
    [InlineData("/")]
    [InlineData("/policies")]
    [InlineData("/scoreboard")]
    [InlineData("/rollouts/shop/nothing")]
    [InlineData("/sign-in")]
    [InlineData("/nowhere")]
    [InlineData("/healthz/live")]
    [InlineData("/openapi/v1.json")]
    public async Task The_head_is_that_of_the_whole(string path)
    {
        using var whole = await fixture.Gate.Client.GetAsync(path, TestContext.Current.CancellationToken);
        using var head = await fixture.Gate.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, path), TestContext.Current.CancellationToken);

        head.StatusCode.ShouldBe(whole.StatusCode);
        head.Content.Headers.ContentType.ShouldBe(whole.Content.Headers.ContentType);
        (await head.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }
}
