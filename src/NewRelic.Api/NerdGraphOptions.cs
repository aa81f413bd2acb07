namespace NewRelic.Api;

/// <summary>Settings of the client, section <c>NewRelic</c>. The default account stands at the top, further ones under <see cref="Accounts"/>.</summary>
public sealed class NerdGraphOptions : NerdGraphAccountOptions
{
    /// <summary>Further accounts by name; what they leave out is taken from the default account.</summary>
    public Dictionary<string, NerdGraphAccountOptions> Accounts { get; set; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Longest time for one batch, retries included, when the caller gives no budget. Default 7 s.</summary>
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromSeconds(7);

    /// <summary>
    /// Longest time for one HTTP request; always shorter than the total. Default 6 s: New Relic gives a query at least 5 s, and what it then says of the one that
    /// was too slow, and of its siblings, must still arrive.
    /// </summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(6);

    /// <summary>Further attempts after the first, for transient errors only. Default 2, 0 to 10.</summary>
    public int Retries { get; set; } = 2;

    /// <summary>First wait before a retry; doubles each time, with jitter. Default 200 ms.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// NRQL queries a minute that may be asked of one account by all that share this budget. New Relic takes 3,000 from everybody's API keys together. Default 2,400, which leaves a
    /// fifth to others, to retries, and to replicas that take the last ones at the same moment; 100 to 1,000,000.
    /// </summary>
    public int QueriesPerMinute { get; set; } = 2_400;

    /// <summary>Requests in flight at once. New Relic refuses more than 25 per user. Default 20, 1 to 25.</summary>
    public int Concurrency { get; set; } = 20;

    /// <summary>Requests that may wait for a free place. Default 200.</summary>
    public int Queue { get; set; } = 200;

    /// <summary>How long the circuit breaker refuses questions once New Relic failed too often. Default 5 s.</summary>
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Attempts within 30 s before the breaker may open at all; it opens when 80 % of them failed. Default 10.</summary>
    public int BreakAfter { get; set; } = 10;

    /// <summary>Longest answer read, in bytes. Default 8 MiB, 64 KiB to 256 MiB.</summary>
    public int MaxAnswerBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>Bytes of all answers that are being read at once; further ones wait, within their deadline, and one answer may go beyond. Default 8 MiB, at least <see cref="MaxAnswerBytes"/>.</summary>
    public long MaxAnswerBytesInFlight { get; set; } = 8 * 1024 * 1024;
}
