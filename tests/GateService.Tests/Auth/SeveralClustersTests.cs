using System.Net;
using GateService.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace GateService.Tests.Auth;

/// <summary>Three clusters that call themselves the same: what one of them does not answer takes nothing from the others.</summary>
public sealed class SeveralClustersTests : IAsyncLifetime
{
    private const string Name = "https://kubernetes.default.svc.cluster.local";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 12, 0, 0, TimeSpan.Zero));
    private readonly List<TestIssuer> _clusters = [];
    private ScriptedNerdGraph _nerdGraph = null!;
    private GateHost _gate = null!;

    public async ValueTask InitializeAsync()
    {
        _nerdGraph = await ScriptedNerdGraph.StartAsync();
        var settings = new List<(string, string?)>();
        for (var index = 0; index < 3; index++)
        {
            var cluster = await TestIssuer.StartAsync();
            cluster.Name = Name;
            cluster.Add($"key of {index}");
            cluster.Withdraw("first");
            _clusters.Add(cluster);
            var key = $"Auth:Issuers:{index}";
            settings.AddRange(
            [
                ($"{key}:Name", $"cluster {index}"), ($"{key}:Issuer", Name), ($"{key}:JwksAddress", $"{cluster.Address}/keys"), ($"{key}:Audience", TestIssuer.Client), ($"{key}:Grants:0:When:0", "sub=*"),
                ($"{key}:Grants:0:Team", "shop"), ($"{key}:Grants:0:Services:0", "*"), ($"{key}:Grants:0:Namespaces:0", "*"), ($"{key}:Grants:0:Roles:0", "ask"),
            ]);
        }

        _gate = await GateHost.StartAsync(_nerdGraph.Endpoint, builder => builder.Services.AddSingleton<TimeProvider>(_time), [.. settings]);
    }

    public async ValueTask DisposeAsync()
    {
        _clusters.ForEach(cluster => cluster.Release());
        await _gate.DisposeAsync();
        foreach (var cluster in _clusters)
        {
            await cluster.DisposeAsync();
        }

        await _nerdGraph.DisposeAsync();
    }

    [Fact]
    public async Task Who_brings_a_known_key_waits_for_no_other_cluster_and_asks_none()
    {
        await AllKnownAsync();
        _time.Advance(TimeSpan.FromSeconds(11));
        _clusters[0].Hang();
        _clusters[1].Hang();
        var asked = _clusters.Select(cluster => cluster.Asked).ToList();

        (await StatusAsync(Token(2))).ShouldBe(HttpStatusCode.OK);

        _clusters.Select(cluster => cluster.Asked).ShouldBe(asked);
        (_clusters[0].Hanging, _clusters[1].Hanging).ShouldBe((0, 0));
    }

    [Fact]
    public async Task Who_brings_a_new_key_waits_for_no_cluster_that_does_not_know_it()
    {
        await AllKnownAsync();
        _time.Advance(TimeSpan.FromSeconds(11));
        _clusters[0].Hang();
        _clusters[1].Hang();
        _clusters[2].Add("new key of 2");

        (await StatusAsync(Token(2))).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Clusters_that_hang_take_no_longer_together_than_one_and_then_nobody_can_tell()
    {
        await AllKnownAsync();
        _time.Advance(TimeSpan.FromSeconds(11));
        _clusters[0].Hang();
        _clusters[1].Hang();
        _clusters[0].Add("new key of 0");
        var asked = WhyAsync(Token(0), HttpStatusCode.ServiceUnavailable);
        while (_clusters[0].Hanging + _clusters[1].Hanging < 2 || _clusters[2].Asked < 2)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        _time.Advance(TimeSpan.FromSeconds(4.1));

        (await asked).ShouldBe("the keys of issuer 'cluster 1' cannot be had: it did not answer within 4 s; ask again, or send a token of Auth:Tokens");
        _clusters[0].Release();
        _time.Advance(TimeSpan.FromSeconds(10));
        (await StatusAsync(Token(0))).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_key_that_nobody_knows_is_refused_where_all_clusters_answer_and_may_be_good_where_one_is_away()
    {
        await AllKnownAsync();
        await using var stranger = await TestIssuer.StartAsync();
        stranger.Add("strange");
        var token = stranger.Token(_time.GetUtcNow(), issuer: Name, claims: [("sub", "argo")]);
        _time.Advance(TimeSpan.FromSeconds(11));

        (await WhyAsync(token, HttpStatusCode.Unauthorized)).ShouldBe("the token is signed by a key that issuer 'cluster 2' does not name (kid 'strange')");

        _clusters[0].IsAway = true;
        _time.Advance(TimeSpan.FromSeconds(11));
        (await WhyAsync(token, HttpStatusCode.ServiceUnavailable)).ShouldStartWith("the keys of issuer 'cluster 0' cannot be had");
        (await StatusAsync(Token(0))).ShouldBe(HttpStatusCode.OK, "what is known holds");
        _clusters[0].IsAway = false;
        _time.Advance(TimeSpan.FromSeconds(11));
        (await WhyAsync(token, HttpStatusCode.Unauthorized)).ShouldContain("'strange'");
    }

    [Fact]
    public async Task A_cluster_that_never_answered_makes_nobody_a_stranger()
    {
        _clusters[0].IsAway = true;

        (await StatusAsync(Token(1))).ShouldBe(HttpStatusCode.OK);
        (await WhyAsync(Token(0), HttpStatusCode.ServiceUnavailable)).ShouldStartWith("the keys of issuer 'cluster 0' cannot be had");
    }

    private async Task AllKnownAsync()
    {
        foreach (var index in Enumerable.Range(0, _clusters.Count))
        {
            (await StatusAsync(Token(index))).ShouldBe(HttpStatusCode.OK);
        }
    }

    private string Token(int index) => _clusters[index].Token(_time.GetUtcNow(), claims: [("sub", "argo")]);

    private async Task<HttpStatusCode> StatusAsync(string token)
    {
        using var answer = await _gate.AskAsync(token, HttpMethod.Post, "/v1/gates/check", Bodies.Step().ToJsonString());
        return answer.StatusCode;
    }

    private async Task<string> WhyAsync(string token, HttpStatusCode status) =>
        (await Answers.RefusedAsync(_gate.AskAsync(token, HttpMethod.Post, "/v1/gates/check", Bodies.Step().ToJsonString()), status)).GetProperty("detail").GetString()!;
}
