namespace GateService.Core.Evidence;

/// <summary>Errors of one slice that are told beside its requests, bucket by bucket. They are capped or sampled by themselves: of use as shares only.</summary>
/// <param name="Status">Status of the requests they happened in; null where those have none.</param>
/// <param name="Type">Exception class.</param>
/// <param name="Message">Its message.</param>
/// <param name="IsExpected">The team said to expect it.</param>
/// <param name="Buckets">How many are kept.</param>
public sealed record NamedErrors(string? Status, string? Type, string? Message, bool IsExpected, IReadOnlyList<double> Buckets)
{
    /// <summary>Name of the rule that their messages meet; null where there is none.</summary>
    public string? Rule { get; init; }

    /// <summary>What their own requests say, where each is told with its request; null where shares by status are all there is.</summary>
    public RequestWords? Request { get; init; }
}

/// <summary>What a failed request itself says of its error.</summary>
/// <param name="Message">Without its variable parts; null where it says nothing.</param>
public sealed record RequestWords(string? Message);

/// <summary>Failed requests of one signature in one slice as the requests themselves are counted, bucket by bucket.</summary>
/// <param name="Signature">What the requests carry; null holds those too rare to be told apart.</param>
/// <param name="Buckets">As many as the span has.</param>
public sealed record CountedErrors(ErrorSignature? Signature, IReadOnlyList<CountedError> Buckets);

/// <summary>Failed requests in one bucket.</summary>
/// <param name="Errors">By what they answered.</param>
/// <param name="Marked">No errors, and marked as one.</param>
/// <param name="Noticed">Of both, those whose error is told beside the request; marked ones are.</param>
public readonly record struct CountedError(double Errors, double Marked, double Noticed)
{
    public static CountedError operator +(CountedError a, CountedError b) => new(a.Errors + b.Errors, a.Marked + b.Marked, a.Noticed + b.Noticed);
}
