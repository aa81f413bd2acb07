namespace GateService.Dialects;

/// <summary>The policy a team would name whose telemetry speaks a dialect of the simulator.</summary>
/// <param name="Name">Of the policy.</param>
/// <param name="Extends">The shipped policy it extends; null where it is a shipped one itself.</param>
/// <param name="Telemetry">The kind it names.</param>
internal sealed record DialectPolicy(string Name, string? Extends = null, string Telemetry = "")
{
    private static readonly DialectPolicy Http = new("http-default");
    private static readonly DialectPolicy Grpc = new("grpc-default");
    private static readonly DialectPolicy Jobs = new("dialect-jobs", "http-default", "apm-background");
    private static readonly DialectPolicy Spans = new("dialect-spans", "http-default", "otel-spans");
    private static readonly DialectPolicy Consumers = new("dialect-consumers", "http-default", "otel-consumers");

    /// <summary>Those that do not ship: a file each.</summary>
    public static IReadOnlyDictionary<string, string> Files { get; } =
        new[] { Jobs, Spans, Consumers }.ToDictionary(policy => $"{policy.Name}.yaml", policy => $"kind: policy\nname: {policy.Name}\nextends: {policy.Extends}\ntelemetry: {{kind: {policy.Telemetry}}}\n");

    /// <param name="agent">As a world names it.</param>
    /// <param name="protocol"><c>http</c>, <c>grpc</c> or <c>queue</c>.</param>
    public static DialectPolicy Of(string agent, string protocol) => (agent, protocol) switch
    {
        ("otel" or "otel-old", "queue") => Consumers,
        ("otel" or "otel-old", _) => Spans,
        (_, "queue") => Jobs,
        (_, "grpc") => Grpc,
        _ => Http,
    };
}
