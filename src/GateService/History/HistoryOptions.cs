namespace GateService.History;

/// <summary>Section <c>History</c>.</summary>
public sealed class HistoryOptions
{
    /// <summary>Whether anything is kept. False: no decisions, no messages, and windows of running steps are counted back from now. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>SQLite (<c>Data Source=…</c>) or PostgreSQL (<c>Host=…</c>). Default: the file <c>data/gate.db</c>.</summary>
    public string ConnectionString { get; set; } = "Data Source=data/gate.db";

    /// <summary>How long storing a decision may hold up its answer. Default 2 s: a process just started needs part of it once.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long decisions, their labels, delivered messages and anchors are kept. Default 90 days; 0 for ever.</summary>
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(90);

    /// <summary>Most decisions kept, the oldest go first. Default a million; 0 without limit.</summary>
    public long KeepAtMost { get; set; } = 1_000_000;

    /// <summary>Most megabytes (10^6 bytes) that decisions may take, the oldest go first; 0 without limit. Default 768 in SQLite, which fits the chart's volume of 1 GiB, and without limit in PostgreSQL.</summary>
    public long? KeepAtMostMegabytes { get; set; }

    /// <summary>How long what New Relic answered about closed buckets is kept, so that it is not asked again. Default 1 day; 0 keeps nothing, and everything is asked each time.</summary>
    public TimeSpan KeepRowsFor { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Most megabytes (10^6 bytes) that they may take, the oldest go first; 1 to 1,000,000. Default 128.</summary>
    public long KeepRowsAtMostMegabytes { get; set; } = 128;

    /// <summary>How long a bucket is asked about again after the policy's <c>ingestDelay</c> is over; positive, at most 1 day. What comes later still is not seen. Default 5 minutes.</summary>
    public TimeSpan ClosedAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How often what is past keeping is removed. Default 10 minutes; 0 never.</summary>
    public TimeSpan TidyInterval { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether evaluations of a past moment (<c>at</c>) count as the rollout's own: in what is rolling out, on the scoreboard, in messages. For demonstrations. Default false.</summary>
    public bool PastMoments { get; set; }
}
