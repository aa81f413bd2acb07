using GateService.Core.Evidence;
using GateService.Tests.Evidence;

namespace GateService.Tests.Attribution;

/// <summary>Answers of New Relic about calls, their times and their dependencies, whole, broken and missing, as the core gets to see them.</summary>
public sealed class CallEvidenceTests : ScriptedErrors
{
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

    private static object Call(int bucket, int calls, string dependency, string kind, string slice = "canary", string outcome = "answered") =>
        new { beginTimeSeconds = Seconds(bucket), facet = new[] { outcome, dependency, kind, slice }, calls, mean = 0.1, deviation = 0.1 };
}
