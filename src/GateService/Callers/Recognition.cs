namespace GateService.Callers;

/// <summary>What became of a token.</summary>
internal abstract record Recognition
{
    private Recognition()
    {
    }

    /// <summary>It is good.</summary>
    public sealed record Known(Caller Caller) : Recognition;

    /// <summary>It is not, and why.</summary>
    /// <param name="Status">401; 403 for one that is genuine and lets nobody in; 503 where nobody could tell.</param>
    /// <param name="Why">As whoever sent it is told.</param>
    public sealed record Refused(int Status, string Why) : Recognition;
}
