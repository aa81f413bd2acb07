using System.Diagnostics.Metrics;
using GateService.Core.Requests;
using GateService.Core.Verdicts;
using GateService.Telemetry;
using GateService.Tests.History;
using GateService.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace GateService.Tests.Telemetry;

/// <summary>However many teams and services ask, no metric outgrows what OpenTelemetry keeps, and nothing is lost from its sums.</summary>
public sealed class SeriesLimitTests
{
    /// <summary>OpenTelemetry's own, of one metric; the last one is its overflow.</summary>
    private const int Kept = 2000;

    [Fact]
    public void Verdicts_and_findings_of_a_thousand_services_are_counted_whole_in_bounded_series()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var time = new FakeTimeProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        using var metrics = new GateMetrics(meters, new RunningRollouts(time), time);
        var counted = new Dictionary<string, Dictionary<string, long>>();
        // Gates of other tests count in this process too.
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, meters))
            {
                listening.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            var series = counted.TryGetValue(instrument.Name, out var known) ? known : counted[instrument.Name] = [];
            var labels = string.Join(',', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"));
            series[labels] = series.GetValueOrDefault(labels) + value;
        });
        listener.Start();
        var evaluation = Records.Filled().Evaluation;

        foreach (var index in Enumerable.Range(0, 3000))
        {
            metrics.Decided(evaluation with { Request = evaluation.Request with { Service = $"service-{index % 1000}", Team = $"team-{index % 50}" }, Verdict = (Verdict)(index / 1000) }, TimeSpan.Zero);
        }

        counted["gate.verdicts"].Values.Sum().ShouldBe(3000);
        counted["gate.verdicts"].Count.ShouldBeLessThan(Kept);
        counted["gate.findings"].Values.Sum().ShouldBe(3000 * evaluation.Findings.Count);
        counted["gate.findings"].Count.ShouldBeLessThan(Kept);
        counted["gate.verdicts"].Keys.Count(labels => !labels.Contains("service=other")).ShouldBeInRange(450 * 3, 500 * 3);
        counted["gate.verdicts"].Keys.ShouldNotContain(labels => labels.Contains("team=other"), "fifty teams are told apart, whatever they ask about");
    }

    [Fact]
    public void A_team_that_makes_up_services_takes_no_others_series_and_keeps_its_name()
    {
        var series = new TeamSeries(600);

        var made = Enumerable.Range(0, 2000).Select(index => series.Of("pay", $"pay-{index}", "")).ToHashSet();

        made.Count.ShouldBeInRange(300, 400);
        made.ShouldContain(("pay", "other", "other"));
        series.Of("pay", "pay-0", "").ShouldBe(("pay", "pay-0", ""), "what is told apart stays so");
        foreach (var service in Enumerable.Range(0, 100).Select(index => $"shop-{index}"))
        {
            series.Of("shop", service, "").ShouldBe(("shop", service, ""));
        }
    }

    [Fact]
    public void Teams_without_end_are_bounded_and_each_of_the_first_keeps_its_name()
    {
        var series = new TeamSeries(600);

        var made = Enumerable.Range(0, 2000).SelectMany(index => new[] { series.Of($"team-{index}", "a", ""), series.Of($"team-{index}", "b", "") }).ToHashSet();

        made.Count.ShouldBeLessThanOrEqualTo(600);
        made.Select(labels => labels.Team).Distinct().Count().ShouldBe(100);
        series.Of("team-98", "c", "").Team.ShouldBe("team-98");
        series.Of("team-1999", "a", "").ShouldBe(("other", "other", "other"));
    }

    [Fact]
    public void Gauges_show_so_many_rollouts_and_no_more_in_the_life_of_a_process()
    {
        var time = new FakeTimeProvider();
        var running = new RunningRollouts(time);
        var evaluation = Records.Filled().Evaluation;
        var (finding, shown) = (evaluation.Findings[0] with { IsUnlimited = false }, new HashSet<string>());

        for (var round = 0; round < 22; round++)
        {
            for (var index = 0; index < RunningRollouts.Most; index++)
            {
                Take("shop", $"rollout-{round}-{index}");
            }

            var limits = Show();
            limits.Count.ShouldBeLessThan(RunningRollouts.Most);
            shown.UnionWith(limits);
            Take("pay", "theirs");
            Show().ShouldContain(labels => labels.Contains("pay"), "a team that runs hundreds leaves room for the others'");
            time.Advance(TimeSpan.FromMinutes(16));
        }

        shown.Count.ShouldBeInRange((RunningRollouts.MostSeries * 2 / 3) - 2, (RunningRollouts.MostSeries * 2 / 3) + 2);

        void Take(string team, string rollout) =>
            running.Take(evaluation with { Verdict = Verdict.Inconclusive, Findings = [finding], Request = evaluation.Request with { At = null, Mode = GateMode.Step, Team = team, Rollout = rollout } });

        List<string> Show() => [.. running.Limits().Select(measured => string.Join(',', measured.Tags.ToArray().Select(tag => tag.Value)))];
    }

    [Fact]
    public async Task Metrics_have_a_port_of_their_own_where_that_is_set_and_nothing_else_is_there()
    {
        var port = FreePort();
        await using var gate = await GateHost.StartAsync(new Uri("http://127.0.0.1:9/graphql"), _ => { }, ("Telemetry:PrometheusPort", $"{port}"));
        using var scraper = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };

        async Task<int> StatusAsync(HttpClient client, string path)
        {
            using var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);
            return (int)answer.StatusCode;
        }

        (await StatusAsync(scraper, "/metrics"), await StatusAsync(scraper, "/healthz/live"), await StatusAsync(scraper, "/v1/policies"), await StatusAsync(scraper, "/swagger/index.html")).ShouldBe((200, 200, 404, 404));
        (await StatusAsync(gate.Client, "/metrics"), await StatusAsync(gate.Client, "/healthz/live"), await StatusAsync(gate.Client, "/v1/policies"), await StatusAsync(gate.Client, "/swagger/index.html")).ShouldBe((404, 200, 200, 200));
        using var lying = new HttpRequestMessage(HttpMethod.Get, "/metrics") { Headers = { Host = $"127.0.0.1:{port}" } };
        ((int)(await gate.Client.SendAsync(lying, TestContext.Current.CancellationToken)).StatusCode).ShouldBe(404, "what a caller calls us is no port");
    }

    [Fact]
    public async Task Metrics_may_ask_for_a_token_and_Swagger_may_be_left_away()
    {
        await using var gate = await GateHost.StartAsync(new Uri("http://127.0.0.1:9/graphql"), _ => { }, ("Telemetry:PrometheusNeedsToken", "true"), ("Gate:Swagger", "false"), ("Auth:Tokens:0:Roles:4", "readAll"));
        using var stranger = new HttpClient { BaseAddress = gate.Client.BaseAddress };

        using var refused = await stranger.GetAsync("/metrics", TestContext.Current.CancellationToken);
        using var scraped = await gate.Client.GetAsync("/metrics", TestContext.Current.CancellationToken);
        using var swagger = await gate.Client.GetAsync("/swagger/index.html", TestContext.Current.CancellationToken);
        using var contract = await gate.Client.GetAsync("/openapi/v1.json", TestContext.Current.CancellationToken);

        ((int)refused.StatusCode, (int)scraped.StatusCode, (int)swagger.StatusCode, (int)contract.StatusCode).ShouldBe((401, 200, 404, 404));
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
