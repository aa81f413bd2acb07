using System.CommandLine;
using System.Text.Json;
using System.Text.RegularExpressions;
using GateService.Cli.Asking;
using GateService.Cli.Running;
using GateService.Cli.Shell;

namespace GateService.Cli.Verdicts;

/// <summary><c>gatectl explain DECISION</c>: why a decision came out as it did.</summary>
internal sealed partial class ExplainCommand : ICommandLine
{
    private readonly Argument<string> _decision = new("decision") { Description = "Its id, or its address as an answer, a message or a page gives it." };

    private readonly Option<bool> _queries = new("--queries") { Description = "Also the NRQL of every query." };

    public Command Describe() => new("explain", "Why a decision came out as it did: findings, whose errors, policy, and what was asked of New Relic.") { _decision, _queries };

    public async Task<ExitCode> RunAsync(Run run, CancellationToken ct)
    {
        var given = run.Value(_decision)!;
        var id = given.TrimEnd('/')[(given.TrimEnd('/').LastIndexOf('/') + 1)..];
        if (!Id().IsMatch(id))
        {
            throw new FaultException(ExitCode.Usage, $"decision '{given}': expected an id of 26 letters and digits, such as 01M86RAPQCFYM8R6Z0990PQN1D, or an address that ends with one");
        }

        using var gate = run.Gate();
        var document = await gate.GetAsync($"/v1/decisions/{Uri.EscapeDataString(id)}", ct);
        await run.WriteAsync(document, whole => Lines(whole, run.Value(_queries)));
        return ExitCode.Fine;
    }

    [GeneratedRegex(@"^[0-9A-HJKMNP-TV-Z]{26}\z")]
    private static partial Regex Id();

    private static IEnumerable<string> Lines(JsonElement document, bool withQueries)
    {
        var (answer, asked) = (document.Field("response") ?? document, document.Field("request") ?? document);
        return
        [
            .. VerdictText.Lines(VerdictReport.Of(answer)),
            $"  asked     {document.Text("at")}: {asked.Text("service")}{Said(asked.Number("weight"), weight => $" at weight {weight:0.##}")}{Said(asked.Text("canaryHash"), hash => $", canary {hash}")}{Said(asked.Text("stableHash"), hash => $", stable {hash}")}",
            .. answer.Field("policy") is { } policy ? new[] { $"  policy    {policy.Text("name")} ({policy.Text("revision")})" } : [],
            .. answer.Field("attribution") is { } attribution ? Attribution(attribution) : [],
            .. document.Field("label") is { } label ? new[] { $"  label     {label.Text("label")} by {label.Text("who")}: {label.Text("reason")}" } : [],
            .. answer.Field("evidence") is { } evidence ? Evidence(evidence, withQueries) : [],
        ];
    }

    private static IEnumerable<string> Attribution(JsonElement attribution) =>
    [
        .. attribution.Items("classes").Select(found => $"  error     {found.Text("class")}: {found.Number("canary")} of canary, {found.Number("stable")} of stable, {found.Text("origin")}; {found.Text("reason")}"),
    ];

    private static IEnumerable<string> Evidence(JsonElement evidence, bool withQueries) =>
    [
        .. evidence.Field("window") is { } window ? new[] { $"  window    {window.Text("begin")} to {window.Text("end")} ({window.Text("length")})" } : [],
        .. evidence.Items("queries").SelectMany(query => withQueries
            ? new[] { $"  query     {query.Text("name")}, {query.Text("outcome")}", $"            {query.Text("nrql")}" }
            : []),
    ];

    private static string Said<T>(T? value, Func<T, string> words)
        where T : class => value is null ? "" : words(value);

    private static string Said(double? value, Func<double, string> words) => value is { } known ? words(known) : "";
}
