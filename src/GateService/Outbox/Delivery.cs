namespace GateService.Outbox;

/// <summary>How an attempt to deliver came out.</summary>
internal abstract record Delivery
{
    private Delivery()
    {
    }

    public sealed record Done : Delivery;

    /// <summary>Asking again may help.</summary>
    /// <param name="Why">For people; no secrets.</param>
    /// <param name="RetryAfter">How long the receiver asked to wait.</param>
    public sealed record Later(string Why, TimeSpan? RetryAfter = null) : Delivery;

    /// <summary>Asking again cannot help: the channel's settings are wrong, or the message is.</summary>
    public sealed record Refused(string Why) : Delivery;
}
