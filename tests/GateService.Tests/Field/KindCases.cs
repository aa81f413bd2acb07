using System.Text.Json.Nodes;
using GateService.Tests.Hosting;

namespace GateService.Tests.Field;

/// <summary>The same failure in the words of whoever reports it: an agent's gRPC, OpenTelemetry's spans, a gateway's log, metrics alone.</summary>
public sealed class KindCases(FieldGate gate) : IClassFixture<FieldGate>
{
    /// <summary>Go's agent reports HTTP status 0 for every gRPC call, and the code as a text.</summary>
    [Theory]
    [InlineData(0, "pass")]
    [InlineData(0.4, "fail")]
    public async Task A_gRPC_service_in_Go(double broken, string verdict)
    {
        var answered = FieldRollout.Saying(("appName", "stock"), ("k8s.namespaceName", "retail"), ("transactionType", "Web"), ("http.statusCode", 0), ("httpResponseCode", "0"), ("error", false));
        var failed = FieldRollout.Saying(("error", true), ("grpcStatusCode", "Internal"), ("grpcStatusLevel", "error"), ("grpcStatusMessage", "reserve: transaction aborted"));

        var answer = await gate.JudgeAsync(Rollout("stock", answered, failed, broken), "grpc-default");

        answer.Verdict().ShouldBe(verdict, answer.Reason());
    }

    /// <summary>Java's agent puts gRPC's code where HTTP's status stands.</summary>
    [Theory]
    [InlineData(0, "pass")]
    [InlineData(0.4, "fail")]
    public async Task A_gRPC_service_in_Java(double broken, string verdict)
    {
        var answered = FieldRollout.Saying(("appName", "ledger"), ("k8s.namespaceName", "retail"), ("transactionType", "Web"), ("http.statusCode", 0), ("response.status", 0), ("error", false));
        var failed = FieldRollout.Saying(("http.statusCode", 13), ("response.status", 13), ("http.statusText", "no such column"), ("error", true));

        var answer = await gate.JudgeAsync(Rollout("ledger", answered, failed, broken), "grpc-default");

        answer.Verdict().ShouldBe(verdict, answer.Reason());
    }

    /// <summary>
    /// .NET answers 200 whatever the trailers say: healthy is never proven. What its agent marks, as where the bridge saw a call to another service fail, counts; what
    /// HTTP itself refuses counts against stable's, as every refusal does.
    /// </summary>
    [Theory]
    [InlineData(0, 200, "inconclusive")]
    [InlineData(0.4, 200, "fail")]
    [InlineData(0.4, 400, "fail")]
    public async Task A_gRPC_service_in_dotnet(double broken, int status, string verdict)
    {
        var answered = FieldRollout.Saying(("appName", "rates"), ("k8s.namespaceName", "retail"), ("transactionType", "Web"), ("request.method", "POST"), ("request.uri", "/rates.Rates/Get"), ("http.statusCode", 200), ("response.status", "200"), ("error", false));
        var failed = FieldRollout.Saying(("http.statusCode", status), ("response.status", $"{status}"), ("error", true), ("errorType", "Custom Error"), ("errorMessage", "gRPC call to grpc://fx:5000/fx.Fx/Quote failed with status code 14"));

        var answer = await gate.JudgeAsync(Rollout("rates", answered, failed, broken), "grpc-default");

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        answer.Reason().ShouldNotContain("proven");
    }

    /// <summary>Some senders give a span's duration in seconds, as agents do: it is read where the milliseconds are missing, and told as what it is.</summary>
    [Theory]
    [InlineData(0.12, "pass")]
    [InlineData(2.8, "fail")]
    public async Task Spans_whose_duration_is_in_seconds(double takes, string verdict)
    {
        var server = Spans(0.12) with { DurationAttribute = "duration", Says = Span("quotes", "server", ("http.response.status_code", 200)) };
        var rollout = new FieldRollout("quotes").Stable(server).Canary(server with { PerMinute = 130, Takes = takes });

        var answer = await gate.JudgeAsync(rollout, "field-spans");

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        answer.GetProperty("objectives").EnumerateArray().Single(objective => objective.GetProperty("objective").GetString() == "latency-p95").GetProperty("value").GetDouble().ShouldBe(takes * 2, takes);
    }

    /// <summary>A server's span says its status under the conventions' own names and its duration in milliseconds.</summary>
    [Theory]
    [InlineData(0, "pass", "http.response.status_code")]
    [InlineData(0.3, "fail", "http.response.status_code")]
    [InlineData(0, "pass", "http.status_code")]
    [InlineData(0.3, "fail", "http.status_code")]
    public async Task Errors_of_OpenTelemetry_s_server_spans(double broken, string verdict, string status)
    {
        var answered = Span("quotes", "server", (status, 200));
        var failed = FieldRollout.Saying((status, 500), ("otel.status_code", "ERROR"), ("otel.status_description", "boom"));

        var answer = await gate.JudgeAsync(Rollout("quotes", answered, failed, broken, Spans(120)), "field-spans");

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        answer.Reason().ShouldNotContain("apdex 0.0");
    }

    /// <summary>Twenty spans within each request are none themselves, and their microseconds make no slow service fast.</summary>
    [Theory]
    [InlineData(120, "pass")]
    [InlineData(2800, "fail")]
    public async Task Inner_spans_are_no_requests(double takes, string verdict)
    {
        var server = Spans(120) with { PerMinute = 150, Says = Span("quotes", "server", ("http.response.status_code", 200)) };
        var inner = Spans(3) with { PerMinute = 1500, Says = Span("quotes", "internal") };
        var rollout = new FieldRollout("quotes").Both(inner).Stable(server).Canary(server with { PerMinute = 50, Takes = takes });

        var answer = await gate.JudgeAsync(rollout, "field-spans");

        answer.Verdict().ShouldBe(verdict, answer.Reason());
    }

    /// <summary>Envoy's access log: status and flags under its own names, milliseconds, slices by upstream.</summary>
    [Theory]
    [InlineData(0, "pass")]
    [InlineData(0.3, "fail")]
    public async Task An_access_log_of_Envoy(double broken, string verdict)
    {
        var log = new Traffic
        {
            EventType = "Log",
            PodAttribute = "upstream_cluster",
            PerMinute = 390,
            Takes = 120,
            Says = FieldRollout.Saying(("authority", "tickets.example.net"), ("kubernetes.namespace_name", "retail"), ("response_code", 200), ("response_flags", "-")),
        };
        var rollout = new FieldRollout("tickets.example.net")
            .Stable(log with { Pods = ["tickets-stable"] })
            .Canary(log with { Pods = ["tickets-canary"], PerMinute = 130, But = [(broken, FieldRollout.Saying(("response_code", 503), ("response_flags", "UF")))] });

        var answer = await gate.JudgeAsync(rollout, "field-envoy", ("rollout", "tickets"));

        answer.Verdict().ShouldBe(verdict, answer.Reason());
    }

    /// <summary>
    /// What an answer's flags say beside its status: the upstream cut it off, in the middle or before its status; the caller hung up, of the canary alone or of both.
    /// </summary>
    [Theory]
    [InlineData("UC", 200, 0, 0.15, "fail", "error-rate 1")]
    [InlineData("UR", 0, 0, 0.15, "fail", "error-rate 1")]
    [InlineData("LR", 200, 0, 0.15, "fail", "error-rate 1")]
    [InlineData("UT", 200, 0, 0.15, "fail", "error-rate 1")]
    [InlineData("UPE", 200, 0, 0.15, "fail", "error-rate 1")]
    [InlineData("UMSDR", 200, 0, 0.15, "fail", "error-rate 1")]
    [InlineData("UC", 101, 0, 0.15, "pass", "error-rate 0 %")]
    [InlineData("DC", 101, 0, 0.2, "pass", "refusal-rate 0 %")]
    [InlineData("DR", 0, 0.01, 0.2, "fail", "refusal-rate ")]
    [InlineData("DC", 0, 0.01, 0.2, "fail", "refusal-rate ")]
    [InlineData("DC", 200, 0.2, 0.2, "pass", "refusal-rate ")]
    [InlineData("-", 200, 0.2, 0.2, "pass", "error-rate 0 %")]
    public async Task The_flags_of_a_gateway_s_log(string flags, int status, double stable, double canary, string verdict, string said)
    {
        var log = new Traffic
        {
            EventType = "Log",
            PodAttribute = "upstream_cluster",
            PerMinute = 900,
            Takes = 120,
            Says = FieldRollout.Saying(("response_code", 200), ("response_flags", "-")),
        };
        var ended = FieldRollout.Saying(("response_code", status), ("response_flags", flags));
        var rollout = new FieldRollout("tickets")
            .Stable(log with { Pods = ["retail/tickets/80"], But = [(stable, ended)] })
            .Canary(log with { Pods = ["retail/tickets-canary/80"], PerMinute = 300, But = [(canary, ended)] });

        var answer = await gate.JudgeAsync(rollout, "http-gateway");

        answer.Verdict().ShouldBe(verdict, answer.Reason());
        answer.Reason().ShouldContain(said);
    }

    /// <summary>Where there are no events, what there is is judged or named.</summary>
    [Fact]
    public async Task A_service_of_which_New_Relic_holds_metrics_alone()
    {
        var timeslices = new Traffic
        {
            EventType = "Metric",
            PodAttribute = "host",
            PerMinute = 12,
            DurationAttribute = "apm.service.transaction.duration",
            Says = FieldRollout.Saying(("appName", "catalogue"), ("metricName", "apm.service.transaction.duration")),
        };

        var answer = await gate.JudgeAsync(new FieldRollout("catalogue").Both(timeslices), "http-default");

        answer.Verdict().ShouldBeOneOf("pass", "inconclusive");
        string.Join(' ', answer.Warnings().Append(answer.Reason())).ShouldContain("metric", Case.Insensitive);
    }

    private static FieldRollout Rollout(string service, Dictionary<string, JsonNode> says, Dictionary<string, JsonNode> failed, double broken, Traffic? like = null)
    {
        var traffic = (like ?? new Traffic { PerMinute = 390, Says = says }) with { Says = says };
        return new FieldRollout(service).Stable(traffic).Canary(traffic with { PerMinute = traffic.PerMinute / 3, But = [(broken, failed)] });
    }

    private static Traffic Spans(double takes) => new()
    {
        EventType = "Span",
        PodAttribute = "k8s.pod.name",
        PerMinute = 390,
        DurationAttribute = "duration.ms",
        Takes = takes,
        Says = FieldRollout.Saying(),
    };

    private static Dictionary<string, JsonNode> Span(string service, string kind, params (string, JsonNode)[] more) =>
        FieldRollout.Saying([("service.name", service), ("k8s.namespace.name", "retail"), ("span.kind", kind), ("name", "GET /quotes"), .. more]);
}
