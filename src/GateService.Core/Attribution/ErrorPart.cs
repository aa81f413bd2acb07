namespace GateService.Core.Attribution;

/// <summary>A part of one slice's errors of a signature: those that failed at one dependency.</summary>
/// <param name="Classification">What they are suspected to be.</param>
/// <param name="Share">Of all errors of the signature in the slice, 0 to 1.</param>
/// <param name="Low">The share is at least this, for certain, while both slices' failed calls are known.</param>
/// <param name="High">And at most this.</param>
internal sealed record ErrorPart(Classification Classification, double Share, double Low, double High)
{
    /// <summary>From when to when failed calls of both slices are known; null where the whole is one part, which needs none.</summary>
    public (DateTimeOffset From, DateTimeOffset To)? Known { get; init; }

    public static ErrorPart Whole(Classification classification) => new(classification, 1, 1, 1);

    /// <summary>Of so many failures in a bucket the fewest and the most that are this part's: where calls of one slice are not known, anything.</summary>
    /// <param name="failures">Of the signature in the slice.</param>
    /// <param name="begin">Of the bucket.</param>
    /// <param name="length">Of the bucket.</param>
    public (double Low, double High) Bounds(double failures, DateTimeOffset begin, TimeSpan length) =>
        Known is not { } known ? (failures, failures)
        : begin + length > known.From && begin <= known.To ? (Low * failures, High * failures)
        : (0, failures);
}
