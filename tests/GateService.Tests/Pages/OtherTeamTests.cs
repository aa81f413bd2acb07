using System.Net;
using GateService.Tests.Hosting;

namespace GateService.Tests.Pages;

/// <summary>Who may see the pages of a rollout and of a decision.</summary>
public sealed class OtherTeamTests : IAsyncLifetime
{
    private const string Other = "token-of-another-team";

    private ScriptedNerdGraph _nerdGraph = null!;
    private GateHost _gate = null!;

    public async ValueTask InitializeAsync()
    {
        _nerdGraph = await ScriptedNerdGraph.StartAsync();
        _gate = await GateHost.StartAsync(
            _nerdGraph,
            ("Auth:Tokens:1:Name", "others"),
            ("Auth:Tokens:1:Team", "others"),
            ("Auth:Tokens:1:Sha256", GateHost.Sha256(Other)),
            ("Auth:Tokens:1:Services:0", "*"),
            ("Auth:Tokens:1:Namespaces:0", "*"));
    }

    public async ValueTask DisposeAsync()
    {
        await _gate.DisposeAsync();
        await _nerdGraph.DisposeAsync();
    }

    [Fact]
    public async Task What_belongs_to_another_team_is_not_there()
    {
        var answer = await _gate.EvaluateAsync(Bodies.Step().ToJsonString()).JudgedAsync();
        var id = answer.GetProperty("decision").GetProperty("id").GetString();
        using var mine = await Browser.SignedInAsync(_gate, GateHost.Token);
        using var others = await Browser.SignedInAsync(_gate, Other);
        var form = Html.FormToken(await others.ReadAsync("/"));

        (await mine.ReadAsync($"/decisions/{id}")).ShouldContain("5c6d7e8f");
        (await mine.ReadAsync("/rollouts/shop/checkout")).ShouldContain("5c6d7e8f");
        foreach (var path in new[] { $"/decisions/{id}", $"/decisions/{id}/json", $"/decisions/{id}/queries/requests", "/rollouts/shop/checkout" })
        {
            (await others.GetAsync(path).RefusedAsync(HttpStatusCode.NotFound)).ShouldNotContain("5c6d7e8f");
        }

        using var labelled = await others.PostAsync($"/decisions/{id}/label", [], ("form", form), ("label", "wrong"));
        labelled.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await mine.ReadAsync($"/decisions/{id}")).ShouldNotContain("called it");
    }

    [Theory]
    [InlineData("/decisions/01JDDDDDDDDDDDDDDDDDDDDDDD")]
    [InlineData("/rollouts/shop/checkout")]
    public async Task Who_is_not_signed_in_is_asked_to(string path)
    {
        using var client = new HttpClient { BaseAddress = _gate.Client.BaseAddress };

        using var answer = await client.GetAsync(path);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("Sign in");
    }
}
