using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Evidence;
using GateService.Tests.Hosting;
using Microsoft.AspNetCore.Http;
using NewRelic.Api;
using NewRelic.Api.Client;

namespace GateService.Tests.Evidence;

/// <summary>Nine hours at buckets of a minute, with a thousand different messages: what is asked stays short, and nothing is lost of what was counted.</summary>
public sealed class LongRolloutTests : IAsyncLifetime
{
    private const int Minutes = 545;
    private const int Texts = 1000;

    private static readonly EvaluationWindow Span = new(Plans.Begin.AddMinutes(-Minutes), Plans.Begin, TimeSpan.FromMinutes(1));

    private SimulatorHost _simulator = null!;

    private static EvidencePlan Plan => Plans.Of(Plans.Shipped("http-default")) with { Span = Span, Window = Span with { Begin = Span.End.AddMinutes(-10) }, History = new EvaluationWindow(Span.Begin.AddHours(-1), Span.Begin, Span.Bucket) };

    public async ValueTask InitializeAsync()
    {
        _simulator = await SimulatorHost.StartAsync();
        await _simulator.SeedAsync(Enumerable.Range(0, Minutes).SelectMany(minute => Minute(minute)));
    }

    public async ValueTask DisposeAsync() => await _simulator.DisposeAsync();

    [Fact]
    public async Task An_answer_is_under_two_mebibytes()
    {
        var counting = new CountingHandler();
        var client = new NerdGraphClient(() => new HttpClient(counting, disposeHandler: false), Options());
        using var source = new NewRelicEvidenceSource(client, TimeProvider.System);

        var evidence = await source.GatherAsync(Plan, TimeSpan.FromSeconds(60), default);

        evidence.Queries.ShouldAllBe(query => query.Outcome == "answered");
        counting.Longest.ShouldBeInRange(200_000, 2 * 1024 * 1024);
    }

    [Fact]
    public async Task Errors_lie_in_the_minutes_in_which_requests_failed_and_add_up_to_all()
    {
        var evidence = await GatherAsync();

        var errors = evidence.Errors.ShouldNotBeNull();
        var failed = evidence.Objectives.Single(objective => objective.Objective == "error-rate").Judged.Buckets;
        failed.Sum(bucket => bucket.Bad).ShouldBe(Texts);
        for (var t = 0; t < Minutes; t++)
        {
            errors.Canary.Sum(series => series.Buckets[t].Failures).ShouldBe(failed[t].Bad!.Value, 1e-6, $"minute {t}");
        }

        errors.Canary.Count(series => series.Signature is null).ShouldBe(1, "all but the most frequent kinds, as one");
        var known = errors.Canary.Single(series => series.Signature?.Type == "Shop.AlwaysTheSameException");
        known.Buckets.Sum(bucket => bucket.Failures).ShouldBe(100, 1e-6);
        known.Buckets.Count(bucket => bucket.Failures > 0).ShouldBeLessThan(120, "it came in one hour only, and is in the wide buckets of that hour");
    }

    [Fact]
    public async Task A_short_rollout_is_told_minute_by_minute()
    {
        var plan = Plan with { Span = Span with { Begin = Span.End.AddMinutes(-30) } };

        var errors = (await GatherAsync(plan)).Errors.ShouldNotBeNull();

        errors.Canary.SelectMany(series => series.Buckets).ShouldAllBe(bucket => double.IsInteger(bucket.Failures));
    }

    [Fact]
    public async Task Calls_and_times_of_wide_buckets_keep_their_sums()
    {
        var errors = (await GatherAsync()).Errors.ShouldNotBeNull();

        errors.CanaryTimes.Count.ShouldBe(Minutes);
        errors.CanaryTimes.Sum(times => times.Duration.Size).ShouldBe(Texts + (2 * Minutes), 1e-6);
        var calls = errors.Calls.ShouldHaveSingleItem();
        calls.Canary.Sum(bucket => bucket.Calls).ShouldBe(Minutes, 1e-6);
        calls.Canary.ShouldAllBe(bucket => bucket.Calls > 0);
        calls.Stable.Sum(bucket => bucket.Calls).ShouldBe(0);
    }

    [Fact]
    public async Task Where_what_explains_is_too_long_all_the_same_the_objectives_are_judged_without()
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        var rows = ScriptedNerdGraph.Slices(SliceCounts.HealthyCanary, SliceCounts.Healthy);
        nerdGraph.Answer = (http, question) => ScriptedNerdGraph.Aliases(question).Any(alias => alias.EndsWith("_errors", StringComparison.Ordinal))
            ? http.Response.WriteAsync($"{{\"data\":\"{new string('x', 100_000)}\"}}")
            : rows(http, question);
        var client = new NerdGraphClient(() => new HttpClient(), new NerdGraphOptions { Endpoint = nerdGraph.Endpoint.ToString(), AccountId = 1, ApiKey = GateHost.ApiKey, MaxAnswerBytes = 64 * 1024, MaxAnswerBytesInFlight = 64 * 1024 });
        using var source = new NewRelicEvidenceSource(client, TimeProvider.System);

        var evidence = await source.GatherAsync(Plans.Of(Plans.Shipped("http-default")), TimeSpan.FromSeconds(60), default);

        evidence.Objectives.ShouldAllBe(objective => objective.Judged is SliceEvidence.Measured);
        evidence.Errors.ShouldNotBeNull().Unavailable.ShouldNotBeNull().ShouldStartWith("New Relic's answer is too long: ");
        evidence.Posts.ShouldBe(3);
    }

    [Fact]
    public async Task What_New_Relic_says_of_its_answers_is_passed_on_once()
    {
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        nerdGraph.Answer = (http, question) => http.Response.WriteAsJsonAsync(new
        {
            data = new { actor = new { account = ScriptedNerdGraph.Aliases(question).ToDictionary(alias => alias, alias => new { results = Array.Empty<object>(), metadata = new { messages = Said(alias) } }) } },
        });
        var client = new NerdGraphClient(() => new HttpClient(), new NerdGraphOptions { Endpoint = nerdGraph.Endpoint.ToString(), AccountId = 1, ApiKey = GateHost.ApiKey });
        using var source = new NewRelicEvidenceSource(client, TimeProvider.System);

        var evidence = await source.GatherAsync(Plans.Of(Plans.Shipped("http-default")), TimeSpan.FromSeconds(60), default);

        evidence.Notes.ShouldBe(["New Relic says of requests, quantiles: Subquery may have reached the maximum result member limit"]);

        static string[] Said(string alias) => (alias.EndsWith("_requests", StringComparison.Ordinal) && !alias.EndsWith("_failed_requests", StringComparison.Ordinal)) || alias.EndsWith("_quantiles", StringComparison.Ordinal)
            ? ["Subquery may have reached the maximum result member limit"] : [];
    }

    private NerdGraphOptions Options() => new() { Endpoint = _simulator.Endpoint.ToString(), AccountId = 1, ApiKey = GateHost.ApiKey, TotalTimeout = TimeSpan.FromSeconds(60), AttemptTimeout = TimeSpan.FromSeconds(50) };

    private async Task<GateEvidence> GatherAsync(EvidencePlan? plan = null)
    {
        using var source = new NewRelicEvidenceSource(new NerdGraphClient(() => new HttpClient(), Options()), TimeProvider.System);
        return await source.GatherAsync(plan ?? Plan, TimeSpan.FromSeconds(60), default);
    }

    /// <summary>Two good requests of the canary and one call, and its share of the thousand failures: every text another one, but for an hour of the same.</summary>
    private static IEnumerable<Dictionary<string, object>> Minute(int minute)
    {
        var at = Span.Begin.AddMinutes(minute);
        yield return Event(at.AddSeconds(1), "Transaction", 200, null);
        yield return Event(at.AddSeconds(2), "Transaction", 200, null);
        yield return Event(at.AddSeconds(3), "Span", 200, null, ("category", "http"), ("peer.hostname", "payments"));
        for (var i = minute * Texts / Minutes; i < (minute + 1) * Texts / Minutes; i++)
        {
            var kind = i is >= 400 and < 500 ? "Shop.AlwaysTheSameException" : $"Shop.Order{Words(i)}OfACustomerThatCouldNotBePlaced{Words(i * 7)}Exception";
            yield return Event(at.AddSeconds(10), "Transaction", 500, kind);
            yield return Event(at.AddSeconds(10), "TransactionError", 500, null, ("error.class", kind), ("error.message", "no such article"), ("guid", $"request-{i:00000}"));
        }
    }

    /// <summary>A number in letters, which no rule knows to vary.</summary>
    private static string Words(int number) => string.Concat($"{number:00000}".Select(digit => (char)('g' + digit - '0')));

    private static Dictionary<string, object> Event(DateTimeOffset at, string type, int status, string? kind, params (string Name, string Value)[] more)
    {
        var found = new Dictionary<string, object>
        {
            ["eventType"] = type,
            ["timestamp"] = at.ToUnixTimeMilliseconds(),
            ["appName"] = "checkout",
            ["host"] = "checkout-5c6d7e8f-aaaaa",
            ["duration"] = 0.1,
            ["http.statusCode"] = status,
        };
        if (kind is not null)
        {
            (found["errorType"], found["errorMessage"], found["error"]) = (kind, "no such article", true);
        }

        foreach (var (name, value) in more)
        {
            found[name] = value;
        }

        return found;
    }

    private sealed class CountingHandler : DelegatingHandler
    {
        public CountingHandler()
            : base(new HttpClientHandler())
        {
        }

        public int Longest { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            await response.Content.LoadIntoBufferAsync(cancellationToken);
            Longest = Math.Max(Longest, (await response.Content.ReadAsByteArrayAsync(cancellationToken)).Length);
            return response;
        }
    }
}
