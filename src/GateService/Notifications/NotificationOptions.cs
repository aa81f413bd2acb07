namespace GateService.Notifications;

/// <summary>Section <c>Notifications</c>.</summary>
public sealed class NotificationOptions
{
    public List<ChannelOptions> Channels { get; set; } = [];

    /// <summary>Longest time for one attempt. Default 10 s.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>First wait before another attempt; doubles, with jitter; the receiver's Retry-After wins. Default 2 s.</summary>
    public TimeSpan FirstDelay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Longest wait before another attempt. Default 2 minutes.</summary>
    public TimeSpan LongestDelay { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a message is tried before it is dead. Default 24 hours.</summary>
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How often messages of other replicas and retries are looked for. Default 2 s.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(2);
}
