namespace GateService.Core.Evidence;

/// <summary>Failed requests of one signature in one slice, bucket by bucket on the plan's span.</summary>
/// <param name="Signature">What was said of them; null holds those too rare to be told apart.</param>
/// <param name="Buckets">As many as the span has.</param>
public sealed record ErrorSeries(ErrorSignature? Signature, IReadOnlyList<ErrorCount> Buckets);

/// <summary>Failed requests in one bucket.</summary>
/// <param name="Errors">Answered with 5xx, or marked as an error where there is no HTTP status: what an error rate counts.</param>
/// <param name="Failures">Those, and whatever else the agent marked as an error: what a success rate counts.</param>
public readonly record struct ErrorCount(double Errors, double Failures)
{
    public static ErrorCount operator +(ErrorCount a, ErrorCount b) => new(a.Errors + b.Errors, a.Failures + b.Failures);
}
