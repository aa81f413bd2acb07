namespace GateService.Bench.Report;

/// <summary>Something the judge must show.</summary>
/// <param name="What">In words.</param>
/// <param name="Target">The figure.</param>
/// <param name="Measured">What came out, and where.</param>
/// <param name="IsReached">Null where there is no target: it is only stated.</param>
internal sealed record Promise(string What, string Target, string Measured, bool? IsReached)
{
    /// <summary>Why not, where it is not reached.</summary>
    public string Why { get; init; } = "";

    /// <summary>What was measured before, where the document before did not say it itself.</summary>
    public string Before { get; init; } = "";

    public string Verdict => IsReached switch { true => "yes", false => $"no: {Why}", null => "stated" };
}
