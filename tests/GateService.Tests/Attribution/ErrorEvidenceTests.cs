using GateService.Core.Attribution;
using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Requests;
using GateService.Evidence;
using GateService.Tests.Evidence;
using GateService.Tests.Hosting;
using Microsoft.AspNetCore.Http;
using NewRelic.Api;
using NewRelic.Api.Client;

namespace GateService.Tests.Attribution;

/// <summary>Answers of New Relic about errors and calls, whole, broken and missing, as the core gets to see them.</summary>
public sealed class ErrorEvidenceTests : IAsyncLifetime
{
    private const string Policy =
        """
        telemetry: {flagAttribute: response.flags}
        attribution:
          dependencies:
            payments: {witnesses: [orders]}
            many: {hosts: [HOSTS], witnesses: [orders]}
        objectives:
          error-rate: {kind: errorRate, atMost: 1%}
        """;

    private static readonly EvidencePlan Plan = Plans.Of(Plans.Written(Policy.Replace("HOSTS", string.Join(", ", Enumerable.Range(1, 40).Select(i => $"provider-{i}.example.com")), StringComparison.Ordinal)));
    private static readonly EvidencePlan Alone = Plans.Of(Plans.Written(Policy.Replace("HOSTS", string.Join(", ", Enumerable.Range(1, 40).Select(i => $"provider-{i}.example.com")), StringComparison.Ordinal)), Plans.Request with { Strategy = Strategy.BlueGreen });

    private ScriptedNerdGraph _nerdGraph = null!;

    public async ValueTask InitializeAsync() => _nerdGraph = await ScriptedNerdGraph.StartAsync();

    public async ValueTask DisposeAsync() => await _nerdGraph.DisposeAsync();

    [Fact]
    public async Task Signatures_are_laid_onto_the_buckets_and_the_tail_is_one_series_without_a_name()
    {
        var errors = await GatherAsync(name => name == "errors" ? Answer([Error(0, 3, "Http", "503", "Unavailable", "UF"), Error(2, 4, "Http", "503", "Unavailable", "UF"), Error(2, 1, "-", "500", "-", "-")], [Other(1, 7), Other(29, 5)]) : Answer());

        errors.Unavailable.ShouldBeNull();
        errors.Canary.Select(series => series.Signature).ShouldBe([new ErrorSignature("Http", "503", "Unavailable", "UF"), new ErrorSignature(null, "500", null), null]);
        errors.Canary[0].Buckets.Select(bucket => bucket.Failures).Take(3).ShouldBe([3, 0, 4]);
        errors.Canary[2].Buckets.Sum(bucket => bucket.Failures).ShouldBe(12);
        errors.Canary[2].Buckets[29].ShouldBe(new ErrorCount(5, 5));
        errors.Stable.ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_more_kinds_than_are_asked_for_none_is_lost()
    {
        var errors = await SeededAsync(i => i % 7 == 0 ? ("System.Exception", "always the same") : ($"Shop.Order{i % 350}Exception", "failed"));

        errors.Unavailable.ShouldBeNull();
        errors.Canary.Count.ShouldBe(101);
        errors.Canary.Count(series => series.Signature is null).ShouldBe(1);
        errors.Canary.Sum(series => series.Buckets.Sum(bucket => bucket.Failures)).ShouldBe(600);
        errors.Stable.ShouldHaveSingleItem().Buckets.Sum(bucket => bucket.Failures).ShouldBe(100);
        var ledger = Ledger.Of(errors, new Classifier(Plan.Attribution!, [], new DateOnly(2026, 11, 24)), Plan.Span.Buckets);
        ledger.Own.Sum(known => known.Canary).ShouldBe(600);
        ledger.CanaryTail.Sum(count => count.Failures).ShouldBe(400);
    }

    /// <summary>As many messages as there are errors, names in them: they name nothing, and class and status count.</summary>
    [Fact]
    public async Task Messages_that_are_all_different_make_no_kinds()
    {
        var errors = await SeededAsync(i => ("System.Exception", i % 7 == 0 ? "always the same" : $"no stock of {string.Concat($"{i}".Select(digit => (char)('g' + digit - '0')))} chair"));

        errors.Canary.ShouldHaveSingleItem().Signature.ShouldBe(new ErrorSignature("System.Exception", "500", null));
        errors.Canary[0].Buckets.Sum(bucket => bucket.Failures).ShouldBe(600);
    }

    private static async Task<ErrorEvidence> SeededAsync(Func<int, (string Type, string Message)> of)
    {
        await using var simulator = await SimulatorHost.StartAsync();
        await simulator.SeedAsync(Enumerable.Range(0, 700).Select(i => new Dictionary<string, object>
        {
            ["eventType"] = "Transaction",
            ["timestamp"] = Plans.Begin.AddSeconds(i % 600).ToUnixTimeMilliseconds(),
            ["appName"] = "checkout",
            ["host"] = i % 7 == 0 ? "checkout-7d9f8c6b54-aaaaa" : "checkout-5c6d7e8f-aaaaa",
            ["duration"] = 0.1,
            ["http.statusCode"] = 500,
            ["error"] = true,
            ["errorType"] = of(i).Type,
            ["errorMessage"] = of(i).Message,
        }));
        var client = new NerdGraphClient(() => new HttpClient(), new NerdGraphOptions { Endpoint = simulator.Endpoint.ToString(), AccountId = 1, ApiKey = GateHost.ApiKey, TotalTimeout = TimeSpan.FromMinutes(1), AttemptTimeout = TimeSpan.FromSeconds(50) });
        using var source = new NewRelicEvidenceSource(client, TimeProvider.System);

        return (await source.GatherAsync(Plan, TimeSpan.FromSeconds(60), default)).Errors.ShouldNotBeNull();
    }

    public static TheoryData<string, object> Broken => new()
    {
        { "failures", new { beginTimeSeconds = Seconds(0), facet = Facet, marked = 0, noticed = 1 } },
        { "failures is null", new { beginTimeSeconds = Seconds(0), facet = Facet, marked = 0, noticed = 1, failures = (int?)null } },
        { "marked", new { beginTimeSeconds = Seconds(0), facet = Facet, failures = 1, noticed = 1 } },
        { "marked is a text", new { beginTimeSeconds = Seconds(0), facet = Facet, failures = 1, noticed = 1, marked = "one" } },
        { "noticed", new { beginTimeSeconds = Seconds(0), facet = Facet, failures = 1, marked = 0 } },
        { "facet", new { beginTimeSeconds = Seconds(0), failures = 1, marked = 0, noticed = 1 } },
        { "facet is null", new { beginTimeSeconds = Seconds(0), facet = (object?)null, failures = 1, marked = 0, noticed = 1 } },
        { "half a facet", new { beginTimeSeconds = Seconds(0), facet = new[] { "Http" }, failures = 1, marked = 0, noticed = 1 } },
        { "beginTimeSeconds", new { facet = Facet, failures = 1, marked = 0, noticed = 1 } },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task A_row_without_its_count_signature_or_time_is_no_zero(string what, object row)
    {
        foreach (var side in new[] { "errors", "errors-stable" })
        {
            var errors = await GatherAsync(name => name == side ? Answer([Error(0, 3, "Http", "503", "-", "-"), row]) : Answer());

            errors.Unavailable.ShouldBe("New Relic answered with errors, but without their counts or what was said of them", $"{what} of {side}");
            errors.Canary.ShouldBeEmpty();
        }
    }

    [Theory]
    [InlineData("errors")]
    [InlineData("errors-stable")]
    public async Task Where_one_slices_errors_are_not_answered_nobodys_are_told_apart(string missing)
    {
        var errors = await GatherAsync(name => name == missing ? null : Answer([Error(0, 3, "Http", "503", "-", "-")]));

        errors.Unavailable.ShouldNotBeNull().ShouldStartWith("New Relic answered garbage");
        (errors.Canary.Count, errors.Stable.Count).ShouldBe((0, 0));
    }

    [Fact]
    public async Task Calls_that_are_not_answered_are_not_known_and_said_to_be_so()
    {
        var errors = await GatherAsync(name => name == "calls" ? null : Answer());

        errors.CallsUnavailable.ShouldNotBeNull().ShouldStartWith("New Relic answered garbage");
        (errors.Unavailable, errors.TimesUnavailable, errors.Calls.Count).ShouldBe((null, null, 0));
    }

    [Fact]
    public async Task How_many_were_traced_is_asked_with_the_times_and_without_it_calls_are_not_whole()
    {
        var errors = await GatherAsync(name => name == "times" ? null : name == "calls" ? Answer([Call(0, 10, "payments", "http")]) : Answer());

        errors.CallsUnavailable.ShouldNotBeNull().ShouldStartWith("New Relic answered garbage");
        (errors.Unavailable, errors.Calls.Count).ShouldBe((null, 1));
    }

    /// <summary>Long names do not fit in twice, and labels take subqueries: then each slice is asked for apart, and one alone would look as if the other called nobody.</summary>
    [Theory]
    [InlineData("calls", true)]
    [InlineData("calls-stable", true)]
    [InlineData("calls", false)]
    [InlineData("calls-stable", false)]
    public async Task Calls_that_are_asked_slice_by_slice_are_known_of_both_or_of_neither(string missing, bool isLong)
    {
        var attributes = string.Join(", ", new[] { 'a', 'b', 'c' }.Select(letter => new string(letter, 180)));
        var slices = isLong ? $"by: attribute, attributes: [{attributes}]" : "by: label";
        var plan = Plans.Of(Plans.Written($"slices: {{{slices}}}\nobjectives: {{error-rate: {{kind: errorRate, atMost: 1%}}}}"));

        var whole = await GatherAsync(name => name switch
        {
            "calls" => Answer([Row(4)]),
            "calls-stable" => Answer([Row(40)]),
            _ => Answer(),
        }, plan);
        var half = await GatherAsync(name => name == missing ? null : name.StartsWith("calls", StringComparison.Ordinal) ? Answer([Row(4)]) : Answer(), plan);

        whole.Calls.ShouldHaveSingleItem().Canary[0].Calls.ShouldBe(4);
        whole.Calls[0].Stable[0].Calls.ShouldBe(40);
        (half.Calls.Count, half.CallsUnavailable?.StartsWith("New Relic answered garbage", StringComparison.Ordinal)).ShouldBe((0, true));

        static object Row(int calls) => new { beginTimeSeconds = Seconds(0), facet = new[] { "answered", "payments", "http" }, calls, mean = 0.1, deviation = 0.1 };
    }

    [Theory]
    [InlineData(6, 4, true)]
    [InlineData(4, 6, false)]
    public async Task A_dependency_whose_calls_do_not_tell_how_they_ended_is_named(int untold, int answered, bool isSaid)
    {
        var notes = await NotesAsync(name => name == "calls"
            ? Answer([Call(0, untold, "warehouse", "http", "canary", "untold"), Call(0, answered, "warehouse", "http"), Call(0, 30, "postgres", "Postgres", "canary", "untold"), Call(0, 30, "mail", "http", "stable", "untold")])
            : Answer());

        notes.Where(note => note.Contains("tell neither a status nor an error", StringComparison.Ordinal))
            .ShouldBe(isSaid ? ["6 of 10 traced calls to warehouse tell neither a status nor an error: how many of them failed cannot be seen"] : []);
    }

    [Fact]
    public async Task Times_that_are_not_answered_are_said_to_be_not_known()
    {
        var errors = await GatherAsync(name => name == "times" ? null : Answer());

        errors.TimesUnavailable.ShouldNotBeNull();
        errors.CanaryTimes.ShouldAllBe(times => times.Duration.Size == 0);
    }

    [Fact]
    public async Task No_calls_at_all_is_an_answer()
    {
        var errors = await GatherAsync(_ => Answer());

        (errors.CallsUnavailable, errors.TimesUnavailable, errors.Calls.Count).ShouldBe((null, null, 0));
    }

    [Fact]
    public async Task Rows_of_the_same_dependency_and_bucket_add_up()
    {
        var errors = await GatherAsync(name => name == "calls" ? Answer([Call(0, 10, "payments", "http"), Call(0, 5, "payments", "generic"), Call(0, 2, "postgres", "datastore"), Call(0, 9, "-", "http")]) : Answer());

        errors.Calls.Select(calls => (calls.Dependency, calls.IsDatastore, calls.Canary[0].Calls, calls.Stable[0].Calls)).ShouldBe([("payments", false, 15, 0), ("postgres", true, 2, 0)]);
        errors.Calls[0].Canary[0].Duration.Mean.ShouldBe(0.1, 1e-9);
    }

    [Fact]
    public async Task A_dependency_beyond_the_most_frequent_of_one_slice_is_not_one_that_it_never_calls()
    {
        var errors = await GatherAsync(name => name switch
        {
            "calls" => Answer([Call(0, 10, "payments", "http"), Call(0, 10, "rare", "http"), Call(0, 100, "payments", "http", "stable")], [new { beginTimeSeconds = Seconds(0), calls = 40 }]),
            _ => Answer(),
        });

        errors.Calls.Select(calls => calls.Dependency).ShouldBe(["payments"]);
    }

    [Fact]
    public async Task A_failed_request_and_its_deepest_failed_call_are_put_together_flag_and_all()
    {
        var errors = await GatherAsync(name => name switch
        {
            "failed-requests" => Answer(
            [
                new Dictionary<string, object> { ["guid"] = "r1", ["error.class"] = "Http", ["http.statusCode"] = 503, ["errorMessage"] = "Unavailable", ["response.flags"] = "UF" },
                new Dictionary<string, object> { ["traceId"] = "t2", ["errorType"] = "Http", ["httpResponseCode"] = "503" },
                new Dictionary<string, object> { ["guid"] = "r3", ["errorType"] = "Null" },
            ]),
            "failed-calls" => Answer(
            [
                new Dictionary<string, object> { ["transactionId"] = "r1", ["guid"] = "c1", ["server.address"] = "gateway", ["http.statusCode"] = 502 },
                new Dictionary<string, object> { ["transactionId"] = "r1", ["guid"] = "c2", ["parentId"] = "c1", ["peer.service"] = "payments", ["error.class"] = "Http" },
                new Dictionary<string, object> { ["trace.id"] = "t2", ["db.system"] = "postgresql", ["error"] = true },
                new Dictionary<string, object> { ["transactionId"] = "r9", ["peer.service"] = "somebody else's", ["error.class"] = "Http" },
            ]),
            _ => Answer(),
        });

        errors.FailedCalls.Select(call => (call.Signature, call.Dependency, call.IsCanary)).ShouldBe([(new ErrorSignature("Http", "503", null, "UF"), "payments", true), (new ErrorSignature("Http", "503", null), "postgresql", true)]);
    }

    [Theory]
    [InlineData("failed-calls")]
    [InlineData("failed-requests")]
    [InlineData("error-names")]
    public async Task Without_failed_calls_or_their_requests_nothing_is_linked_and_all_else_is_there(string missing)
    {
        var errors = await GatherAsync(name => name == missing ? null : name == "errors" ? Answer([Error(0, 3, "Http", "503", "-", "-")]) : Answer());

        errors.FailedCalls.ShouldBeEmpty();
        errors.Canary.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_call_of_which_nothing_is_said_names_the_dependency_of_a_failed_request_unless_its_trace_is_partial()
    {
        var errors = await GatherAsync(name => name switch
        {
            "failed-requests" => Answer([.. new[] { "r1", "r2", "r3" }.Select(guid => new Dictionary<string, object> { ["guid"] = guid, ["http.statusCode"] = 503 })]),
            "error-names" => Answer([Name(0, 3, "503", "503", "Service Unavailable")]),
            "failed-calls" => Answer(
            [
                Entry("r1"), Silent("r2", "mail", ("http.statusCode", 500)), Entry("r2"), Entry("r3", ("nr.pg", true)), .. new[] { "r1", "r2", "r3", "r4" }.Select(guid => Silent(guid, "index")),
            ]),
            _ => Answer(),
        });

        var signature = new ErrorSignature("503", "503", "Service Unavailable");
        errors.FailedCalls.Select(call => (call.Signature, call.Dependency)).ShouldBe([(signature, "index"), (signature, "mail")]);

        static Dictionary<string, object> Silent(string request, string host, params (string Name, object Value)[] more) =>
            With(new Dictionary<string, object> { ["transactionId"] = request, ["guid"] = $"{request}-{host}", ["http.url"] = $"http://{host}:9200/_search" }, more);

        static Dictionary<string, object> Entry(string request, params (string Name, object Value)[] more) => With(
            new Dictionary<string, object> { ["transactionId"] = request, ["guid"] = $"{request}-entry", ["nr.entryPoint"] = true, ["error.class"] = "503", ["error.message"] = "Service Unavailable", ["http.statusCode"] = 503 }, more);

        static Dictionary<string, object> With(Dictionary<string, object> row, (string Name, object Value)[] more)
        {
            foreach (var (name, value) in more)
            {
                row[name] = value;
            }

            return row;
        }
    }

    [Fact]
    public async Task Java_s_refused_call_is_named_by_its_message_alone()
    {
        var errors = await GatherAsync(name => name switch
        {
            "failed-requests" => Answer([new Dictionary<string, object> { ["guid"] = "r1", ["http.statusCode"] = 502 }]),
            "failed-calls" => Answer(
            [
                new Dictionary<string, object>
                {
                    ["transactionId"] = "r1", ["guid"] = "c1", ["name"] = "Java/org.apache.hc.client5.http.impl.classic.InternalHttpClient/execute", ["error.class"] = "org.apache.hc.client5.http.HttpHostConnectException",
                    ["error.message"] = "Connect to http://payments-api.shop.svc.cluster.local:8080 [payments-api.shop.svc.cluster.local/10.96.7.21] failed: Connection refused",
                },
            ]),
            _ => Answer(),
        });

        errors.FailedCalls.ShouldHaveSingleItem().Dependency.ShouldBe("payments-api.shop.svc.cluster.local");
    }

    [Fact]
    public async Task Classes_of_one_slice_alone_are_of_neither()
    {
        var errors = await GatherAsync(name => name switch
        {
            "errors" or "errors-stable" => Answer([Error(0, 3, "-", "503", "-", "-")]),
            "error-names" => Answer([Name(0, 3, "Http", "503", "Unavailable")]),
            "error-names-stable" => null,
            _ => Answer(),
        });

        errors.Unavailable.ShouldBeNull();
        errors.Canary.Concat(errors.Stable).ShouldAllBe(series => series.Signature == new ErrorSignature(null, "503", null, null));
    }

    [Fact]
    public async Task A_witness_that_was_not_heard_is_no_witness_of_silence()
    {
        var heard = await GatherAsync(name => name == "witness:payments" ? Answer([new { beginTimeSeconds = Seconds(0), facet = "answered", calls = 27, mean = 0.1, deviation = 0.1 }, new { beginTimeSeconds = Seconds(0), facet = "failed", calls = 3, mean = 0.1, deviation = 0.1 }]) : Answer(), Alone);
        (heard.Witnesses["payments"][0].Calls, heard.Witnesses["payments"][0].Failed.Size).ShouldBe((30, 3));
        heard.UnheardWitnesses.Keys.ShouldBe(["many"]);
        heard.UnheardWitnesses["many"].ShouldStartWith("its query is longer than the 4000 bytes New Relic takes");

        var unheard = await GatherAsync(name => name == "witness:payments" ? null : Answer(), Alone);
        unheard.Witnesses.ShouldBeEmpty();
        unheard.UnheardWitnesses["payments"].ShouldStartWith("New Relic answered garbage");
    }

    private static string[] Facet => ["Http", "503", "-"];

    private static long Seconds(int bucket) => (Plan.Span.Begin + (bucket * Plan.Span.Bucket)).ToUnixTimeSeconds();

    /// <summary>Messages are told and not counted.</summary>
    private static object Error(int bucket, int failures, string type, string status, string message, string flag) =>
        new { beginTimeSeconds = Seconds(bucket), endTimeSeconds = Seconds(bucket + 1), facet = new[] { type, status, flag }, failures, marked = 0, noticed = failures, message };

    private static object Name(int bucket, int errors, string type, string status, string message, string rule = "-") =>
        new { beginTimeSeconds = Seconds(bucket), endTimeSeconds = Seconds(bucket + 1), facet = new[] { type, status, "-", rule }, errors, message };

    private static object Other(int bucket, int failures) => new { beginTimeSeconds = Seconds(bucket), endTimeSeconds = Seconds(bucket + 1), failures, marked = 0, noticed = failures };

    private static object Call(int bucket, int calls, string dependency, string kind, string slice = "canary", string outcome = "answered") =>
        new { beginTimeSeconds = Seconds(bucket), facet = new[] { outcome, dependency, kind, slice }, calls, mean = 0.1, deviation = 0.1 };

    private static object Answer(IReadOnlyList<object>? rows = null, IReadOnlyList<object>? others = null) => new { results = rows ?? [], otherResult = others, metadata = new { messages = Array.Empty<string>() } };

    /// <param name="answer">By the name of a query; null leaves it out of an otherwise good answer.</param>
    /// <param name="plan">Beside stable where nothing is said.</param>
    private async Task<ErrorEvidence> GatherAsync(Func<string, object?> answer, EvidencePlan? plan = null) => (await AllAsync(answer, plan)).Errors.ShouldNotBeNull();

    private async Task<IReadOnlyList<string>> NotesAsync(Func<string, object?> answer) => (await AllAsync(answer, null)).Notes;

    private async Task<GateEvidence> AllAsync(Func<string, object?> answer, EvidencePlan? plan)
    {
        plan ??= Plan;
        var names = new ErrorQuestion(plan).Queries.ToDictionary(query => query.Nrql.Text, query => query.Name);
        _nerdGraph.Answer = (http, question) => http.Response.WriteAsJsonAsync(new
        {
            data = new
            {
                actor = new
                {
                    account = ScriptedNerdGraph.Aliases(question).ToDictionary(alias => alias, alias => names.TryGetValue(ScriptedNerdGraph.Nrql(question, alias), out var name) ? answer(name) : Answer()),
                },
            },
        });
        var client = new NerdGraphClient(() => new HttpClient(), new NerdGraphOptions { Endpoint = _nerdGraph.Endpoint.ToString(), AccountId = 1, ApiKey = GateHost.ApiKey, RetryDelay = TimeSpan.FromMilliseconds(1) });
        using var source = new NewRelicEvidenceSource(client, TimeProvider.System);
        return await source.GatherAsync(plan, TimeSpan.FromSeconds(60), default);
    }
}
