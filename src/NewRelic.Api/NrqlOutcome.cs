namespace NewRelic.Api;

/// <summary>How one question of a batch came out: answered, or not. An answer may still hold no data; that is not an error.</summary>
public abstract record NrqlOutcome
{
    private protected NrqlOutcome()
    {
    }

    public sealed record Answered(NrqlResult Result) : NrqlOutcome;

    public sealed record Failed(NerdGraphError Error) : NrqlOutcome;
}
