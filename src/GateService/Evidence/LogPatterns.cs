using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Policies.Telemetry;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>
/// What the error lines of both slices say, grouped by New Relic so that no id or number makes a kind of its own. The judged slice's since the rollout began, most frequent
/// first; stable's from before it on, because what it said an hour ago is nothing new.
/// </summary>
internal sealed class LogPatterns
{
    private const int MostPatterns = 100;
    private const int MostOfStable = 1_000;
    private const string Lines = "lines";
    private const string Since = "since";
    private const string Example = "example";
    private const string Trace = "trace";

    private readonly NrqlQuery _judged;
    private readonly NrqlQuery? _control;

    /// <param name="lines">The plan in the words of lines.</param>
    /// <param name="name">Of the queries.</param>
    /// <param name="where">Error lines of the service, whatever the slice.</param>
    public LogPatterns(EvidencePlan lines, string name, Nrql where)
    {
        var logs = lines.Telemetry.Logs;
        _judged = Ask(logs, name, Nrql.And([where, lines.Judged is { } judged ? SliceConditions.Slice(judged) : Nrql.Empty]), MostPatterns, lines.Span.Begin, lines.Span.End, lines.Span.End - LogPattern.Late);
        _control = lines.Control is { } control ? Ask(logs, $"{name}-stable", Nrql.And([where, SliceConditions.Slice(control)]), MostOfStable, (lines.History ?? lines.Span).Begin, lines.Span.End, lines.Span.Begin) : null;
    }

    /// <summary>They only name: where a query is too long for New Relic the objective does without.</summary>
    public IReadOnlyList<NrqlQuery> Queries => _judged.Fits && _control is null or { Fits: true } ? [_judged, .. _control is null ? [] : new[] { _control }] : [];

    public string? Unanswered(NrqlBatch batch) => Queries.Count == 0 ? UnavailableCause.TooLong : UnavailableCause.Of(batch, Queries);

    /// <returns>What the judged slice says, and how many lines of stable beside it say what it never does.</returns>
    public (IReadOnlyList<LogPattern> Patterns, double StableAlone) Read(NrqlBatch batch)
    {
        var judged = Patterns(batch.GetRequired(_judged.Name));
        var control = _control is null ? [] : Patterns(batch.GetRequired(_control.Name));
        var isWhole = _control is not null && batch.GetRequired(_control.Name).Rows.Count < MostOfStable;
        var byKey = control.SelectMany(pattern => pattern.Keys.Select(key => (key, pattern.Count))).ToLookup(found => found.key, found => found.Count, StringComparer.Ordinal);
        var byText = control.ToLookup(pattern => pattern.Text, pattern => pattern.Count, StringComparer.Ordinal);
        var (texts, keys) = (judged.Select(pattern => pattern.Text).ToHashSet(StringComparer.Ordinal), judged.SelectMany(pattern => pattern.Keys).ToHashSet(StringComparer.Ordinal));
        return (
            [.. judged.Select(pattern => new LogPattern(pattern.Text, pattern.Count, Stable(pattern), pattern.Trace) { Lately = pattern.Since }).OrderByDescending(pattern => pattern.Judged).ThenBy(pattern => pattern.Text, StringComparer.Ordinal)],
            control.Where(pattern => !texts.Contains(pattern.Text) && !pattern.Keys.Any(keys.Contains)).Sum(pattern => pattern.Since));

        double? Stable(Pattern pattern)
        {
            var said = Math.Max(byText[pattern.Text].Sum(), pattern.Keys.SelectMany(key => byKey[key]).DefaultIfEmpty(0).Max());
            return said > 0 ? said : isWhole ? 0 : null;
        }
    }

    private static NrqlQuery Ask(LogSource logs, string name, Nrql where, int most, DateTimeOffset begin, DateTimeOffset end, DateTimeOffset since) => new(name, Nrql.Create(
        $"SELECT count(*) AS {new NrqlIdentifier(Lines)}, filter(count(*), WHERE timestamp >= {since}) AS {new NrqlIdentifier(Since)}, latest({ErrorAttributes.FirstOf(logs.MessageAttributes)}) AS {new NrqlIdentifier(Example)}, latest(trace.id) AS {new NrqlIdentifier(Trace)} FROM {new NrqlIdentifier(logs.EventType)} WHERE {where} FACET {LogConditions.Facets(logs)} LIMIT {most} SINCE {begin} UNTIL {end}"))
    { Account = logs.Account };

    /// <summary>Groups whose lines say the same without what varies are one.</summary>
    private static List<Pattern> Patterns(NrqlResult result) =>
    [
        .. result.Rows.Select(row => (Text: Said(row.Text(Example)), Row: row)).GroupBy(found => found.Text, StringComparer.Ordinal)
            .Select(same => new Pattern(
                same.Key,
                same.Sum(found => found.Row.Number(Lines) ?? 0),
                same.Sum(found => found.Row.Number(Since) ?? 0),
                same.Select(found => found.Row.Text(Trace)).FirstOrDefault(trace => trace is not null),
                [.. same.Select(found => string.Join('\n', found.Row.Facets))])),
    ];

    /// <summary>The first line of a message, without what varies from line to line.</summary>
    private static string Said(string? message) => ErrorAttributes.Known(message) is { } said ? ErrorMessage.Stable(said.Trim().Split('\n', 2)[0].TrimEnd()) : "without a message";

    private sealed record Pattern(string Text, double Count, double Since, string? Trace, IReadOnlyList<string> Keys);
}
