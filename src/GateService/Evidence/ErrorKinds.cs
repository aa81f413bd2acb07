using GateService.Core.Evidence;

namespace GateService.Evidence;

/// <summary>Errors by class, status and the rule that their messages meet: what is counted. A message names a kind where half of its errors say the same.</summary>
internal sealed class ErrorKinds
{
    /// <summary>Messages of one class and status that are told apart; more are of one kind.</summary>
    private const int MostMessages = 12;

    private readonly MessageRules _rules;
    private readonly Dictionary<(string? Type, string? Status, string? Rule), string?> _messages;

    /// <param name="rules">Those that were asked.</param>
    /// <param name="beside">Kinds as they are told beside the requests, with a message that some of their errors had, and how many they were.</param>
    /// <param name="requests">What requests themselves say; of kinds that are not told beside them only.</param>
    public ErrorKinds(
        MessageRules rules,
        IEnumerable<((string? Type, string? Status, string? Rule) Kind, string? Message, double Errors)> beside,
        IEnumerable<((string? Type, string? Status, string? Rule) Kind, string? Message, double Errors)> requests)
    {
        _rules = rules;
        _messages = Common(beside);
        foreach (var (kind, message) in Common(requests))
        {
            _messages.TryAdd(kind, message);
        }
    }

    public string? MessageOf(string? type, string? status, string? rule) => _messages.GetValueOrDefault((type, status, rule));

    /// <summary>What is counted of an error with this message.</summary>
    public ErrorSignature Of(string? type, string? status, string? message, string? flag)
    {
        var rule = _rules.Of(type, status, message) is { } met && _messages.ContainsKey((type, status, met)) ? met : null;
        return new ErrorSignature(type, status, MessageOf(type, status, rule), flag) { Rule = rule };
    }

    /// <summary>Series whose messages are not counted with the messages of their kinds.</summary>
    public IReadOnlyList<ErrorSeries> Named(IReadOnlyList<ErrorSeries> slice) =>
        Together(slice, signature => signature with { Message = MessageOf(signature.Type, signature.Status, signature.Rule) });

    /// <summary>The same evidence where classes that differ in their many messages alone are one, in both slices and in the calls that failed in them.</summary>
    /// <param name="evidence">Told apart by messages.</param>
    /// <param name="rules">Of the policy, that look into messages.</param>
    public static ErrorEvidence Folded(ErrorEvidence evidence, MessageRules rules)
    {
        var many = new[] { evidence.Canary, evidence.Stable }
            .SelectMany(slice => slice.Select(series => series.Signature).OfType<ErrorSignature>().GroupBy(Apart).Where(kind => kind.Select(signature => signature.Message).Distinct().Count() > MostMessages))
            .Select(kind => kind.Key).ToHashSet();
        return many.Count == 0 ? evidence : evidence with
        {
            Canary = Together(evidence.Canary, Fold),
            Stable = Together(evidence.Stable, Fold),
            FailedCalls = [.. evidence.FailedCalls.Select(call => call with { Signature = Fold(call.Signature) })],
        };

        ErrorSignature Fold(ErrorSignature signature) => many.Contains(Apart(signature)) && signature.Message is { } message
            ? signature with { Message = null, Rule = signature.Rule ?? rules.Of(signature.Type, signature.Status, message) }
            : signature;
    }

    private static IReadOnlyList<ErrorSeries> Together(IReadOnlyList<ErrorSeries> slice, Func<ErrorSignature, ErrorSignature> of) => [.. slice.GroupBy(series => series.Signature is { } signature ? of(signature) : null)
        .Select(same => new ErrorSeries(same.Key, [.. same.First().Buckets.Select((_, t) => same.Select(series => series.Buckets[t]).Aggregate((one, other) => one + other))]))];

    private static Dictionary<(string? Type, string? Status, string? Rule), string?> Common(IEnumerable<((string? Type, string? Status, string? Rule) Kind, string? Message, double Errors)> told) =>
        told.GroupBy(one => one.Kind).ToDictionary(kind => kind.Key, kind => Common([.. kind.Select(one => (one.Message, one.Errors))]));

    private static (string?, string?, string?, string?) Apart(ErrorSignature signature) => (signature.Type, signature.Status, signature.Flag, signature.Rule);

    private static string? Common(IReadOnlyList<(string? Message, double Errors)> told)
    {
        var most = told.GroupBy(one => one.Message).Select(same => (Message: same.Key, Errors: same.Sum(one => one.Errors))).MaxBy(same => same.Errors);
        return 2 * most.Errors >= told.Sum(one => one.Errors) ? most.Message : null;
    }
}
