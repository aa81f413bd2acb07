namespace GateService.Tests.Agents;

/// <summary>A file of sample events, and the policy that is meant for what it holds.</summary>
/// <param name="Title">Row of the table.</param>
/// <param name="File">Without its ending.</param>
/// <param name="Telemetry">Of the policy.</param>
internal sealed record AgentFile(string Title, string File, string Telemetry)
{
    private const string Metrics = "telemetry: {kind: otel-metrics}";

    public static IReadOnlyList<AgentFile> All { get; } =
    [
        .. new[] { "java-http", "dotnet-http", "go-http", "node-http", "python-http", "ruby-http", "php-http" }.Select(file => new AgentFile(file, file, "telemetry: {kind: apm-http}")),
        .. new[] { "java-grpc", "dotnet-grpc", "go-grpc" }.Select(file => new AgentFile(file, file, "telemetry: {kind: apm-grpc}")),
        new("python-celery", "python-celery", "telemetry: {kind: apm-background}"),
        .. new[] { "otel-http", "otel-http-stable", "otel-grpc" }.Select(file => new AgentFile(file, file, "telemetry: {kind: otel-spans}")),

        // A service sends one of the conventions; together in one file they would be counted twice by right.
        new("otel-metrics", "otel-metrics", Metrics) { Lines = [1, 2, 3, 8] },
        new("otel-metrics, older names", "otel-metrics", Metrics) { Lines = [4, 5] },
        new("otel-metrics, gRPC", "otel-metrics", Metrics) { Lines = [6, 7] },
    ];

    /// <summary>Of the file; null takes all.</summary>
    public IReadOnlyList<int>? Lines { get; init; }

    /// <summary>Lines of which the telemetry does not hold what is asked, whoever asks, and why.</summary>
    public IReadOnlyList<(int Line, string Why)> Unknowable => Title switch
    {
        "dotnet-grpc" => [.. new[] { 2, 3, 4, 5 }.Select(line => (line, "the status stands in the trailers, the agent reports HTTP 200 and no error"))],
        "go-grpc" => [(9, "the span of a failed gRPC call carries neither status nor error")],
        _ => [],
    };

    public IReadOnlyList<SampleRow> Rows() => [.. SampleRow.Of(File).Where(row => Lines is null || Lines.Contains(row.Line))];

    public string Policy =>
        $$"""
        {{Telemetry}}
        objectives:
          error-rate: {kind: errorRate, atMost: 1%}
          success-rate: {kind: successRate, atLeast: 99%}
          apdex: {kind: apdex, threshold: 500ms, atLeast: 0.8}
        """;
}
