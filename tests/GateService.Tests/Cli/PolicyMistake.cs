namespace GateService.Tests.Cli;

/// <summary>What authors of policies got wrong when they were watched.</summary>
/// <param name="What">In words.</param>
/// <param name="Text">The file they wrote, beside the shipped ones.</param>
/// <param name="Line">Where they went wrong in it.</param>
/// <param name="Said">What the linter must say.</param>
/// <param name="ByEditor">A schema can know it.</param>
internal sealed record PolicyMistake(string What, string Text, int Line, string Said, bool ByEditor)
{
    private const string Policy = "kind: policy\nname: my-policy\nextends: http-default\n";
    private const string Service = "kind: service\nname: checkout\npolicy: http-default\noverrides:\n  objectives:\n";
    private const string Kpi = Service + "    conversion:\n      kind: kpi\n      eventType: CheckoutCompleted\n      form: ratio\n";

    /// <summary>Found only by asking New Relic.</summary>
    public const int UnknownAttribute = 26;

    /// <summary>By number, from 1.</summary>
    public static IReadOnlyList<PolicyMistake> All { get; } =
    [
        new("a typo in a field's name", Policy + "objectives:\n  error-rate:\n    atMots: 1%\n", 6, "did you mean 'atMost'", true),
        new("a typo in an objective's name, in an override", Service + "    eror-rate:\n      atMost: 1%\n", 6, "did you mean 'error-rate'", false),
        new("a latency without its unit", Policy + "objectives:\n  latency-p95:\n    atMost: 1200\n", 6, "with its unit: 1200ms or 1200s", true),
        new("a latency in percent", Policy + "objectives:\n  latency-p95:\n    atMost: 5%\n", 6, "a duration such as 500ms", true),
        new("an error rate of 2 for 2%", Policy + "objectives:\n  error-rate:\n    atMost: 2\n", 6, "a share such as 2%", true),
        new("0.02% for 2%, under the inherited floor", Policy + "objectives:\n  error-rate:\n    atMost: 0.02%\n", 6, "under the floor of 0.1 %", false),
        new("an Apdex score of 85", Policy + "objectives:\n  apdex:\n    atLeast: 85\n", 6, "an Apdex score from 0 to 1", true),
        new("a success rate of 99.5 without %", Policy + "objectives:\n  success-rate:\n    atLeast: 99.5\n", 6, "a share such as 2%", true),
        new("an unknown kind of objective", Policy + "objectives:\n  saturation:\n    kind: cpuUsage\n    atMost: 80%\n", 6, "'cpuUsage': expected apdex", true),
        new("a SELECT in a condition", Kpi + "      where: \"SELECT count(*) FROM x\"\n      numerator: \"outcome = 'ok'\"\n      atLeast: 90%\n", 10, "holds SELECT", true),
        new("a quote left open", Kpi + "      numerator: \"outcome = 'ok\"\n      atLeast: 90%\n", 10, "leaves a quote open", true),
        new("== for =", Kpi + "      numerator: \"outcome == 'ok'\"\n      atLeast: 90%\n", 10, "NRQL has =", true),
        new("a parameter that is not declared", Kpi + "      where: \"shop = {shp}\"\n      numerator: \"outcome = 'ok'\"\n      parameters: {shop: {type: text}}\n      atLeast: 90%\n", 10, "{shp}", false),
        new("tabs for indentation", "kind: service\nname: checkout\npolicy: http-default\noverrides:\n\tobjectives:\n\t\terror-rate:\n\t\t\tatMost: 1%\n", 5, "is no YAML", true),
        new("a key twice", Policy + "objectives:\n  error-rate:\n    atMost: 1%\n  error-rate:\n    atMost: 2%\n", 7, "'error-rate' stands twice", true),
        new("a looser limit at a later weight", Policy + "objectives:\n  error-rate:\n    atMost: {5: 1%, 25: 2%}\n", 6, "is looser than at weight 5", false),
        new("atLeast on an error rate", Policy + "objectives:\n  error-rate:\n    atLeast: 99%\n", 6, "expected atMost", true),
        new("a quantile of 99 for 0.99", Policy + "objectives:\n  latency-p99:\n    kind: latency\n    quantile: 99\n    atMost: 2s\n", 7, "a quantile between 0 and 1", true),
        new("extends an unknown policy", "kind: policy\nname: my-policy\nextends: http-defualt\n", 3, "did you mean 'http-default'", false),
        new("a duration of \"10 min\"", Policy + "window: 10 min\n", 4, "'10 min': expected a duration", true),
        new("no kind", "name: my-policy\nextends: http-default\n", 1, "kind: is missing", true),
        new("a weight of 150", Policy + "objectives:\n  error-rate:\n    atMost: {5: 2%, 150: 1%}\n", 6, "weight '150': expected a percentage", true),
        new("a typo in the kind", "kind: polcy\nname: my-policy\nextends: http-default\n", 1, "did you mean 'policy'", true),
        new("a condition without quotes, read as a map", Kpi + "      where: {shop}\n      numerator: outcome = 'ok'\n      atLeast: 90%\n", 10, "expected one value", true),
        new("objectives beside overrides, not in them", "kind: service\nname: checkout\npolicy: http-default\nobjectives:\n  error-rate:\n    atMost: 1%\n", 4, "is no known key here", true),
        new("an attribute that no event carries", Policy + "telemetry:\n  serviceAttribute: appNaem\n", 5, "did you mean 'appName'", false),
        new("a window shorter than a bucket", Policy + "window: 30s\nbucket: 60s\n", 4, "shorter than one bucket", false),
        new("a negative minimum sample", Policy + "objectives:\n  error-rate:\n    minimumSample: -5\n", 6, "1 or more", true),
    ];

    public string File => Text.StartsWith("kind: service", StringComparison.Ordinal) ? "services/checkout.yaml" : "my-policy.yaml";
}
