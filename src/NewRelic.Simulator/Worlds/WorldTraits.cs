using System.Text.Json.Serialization;

namespace NewRelic.Simulator.Worlds;

/// <summary>What real services do beside answering well or badly. Shares are of the requests of users, 0 to 1; everything is off by default.</summary>
internal sealed record WorldTraits
{
    public static readonly WorldTraits None = new();

    /// <summary>The kubelet asks every pod twice in ten seconds.</summary>
    public bool Probes { get; init; }

    /// <summary>Messages and jobs of every pod in a minute, in the same process; 8 s long.</summary>
    public double BackgroundPerMinute { get; init; }

    /// <summary>Share of them that fail.</summary>
    public double BackgroundErrors { get; init; }

    /// <summary>Share answered 400, 401, 403, 422 or 429, or their gRPC codes.</summary>
    public double CallerErrors { get; init; }

    /// <summary>Share with an exception that the team marked as expected, answered 200.</summary>
    public double ExpectedErrors { get; init; }

    /// <summary>Share of failures the handler answers by itself: no exception reaches the agent. Default 0.2.</summary>
    public double HandledErrors { get; init; } = 0.2;

    /// <summary>Share of payments-api's failures that are refused connections, not answers. Default 0.3.</summary>
    public double Refusals { get; init; } = 0.3;

    /// <summary>Messages carry ids, addresses, times and counters, from forty patterns.</summary>
    public bool VariedMessages { get; init; }

    /// <summary>Share of calls of payments-api that fail once and succeed when tried again.</summary>
    public double Retries { get; init; }

    /// <summary>Share whose client leaves before the answer: 499.</summary>
    public double HangUps { get; init; }

    /// <summary>How often one pod of each slice is evicted and replaced, such as <c>4m</c>.</summary>
    public string? EvictEvery { get; init; }

    /// <summary>How often each slice gets one more pod, cold for 90 s, up to twice as many.</summary>
    public string? ScaleEvery { get; init; }

    /// <summary>How long after its start the canary falls silent: it serves, and its agent tells nothing.</summary>
    public string? SilentAfter { get; init; }

    /// <summary>Share of the canary's requests that fail by its own doing.</summary>
    public double BrokenCanary { get; init; }

    /// <summary>Share of stable's requests that fail since the canary began: its migration broke the shared database.</summary>
    public double BrokenStable { get; init; }

    /// <summary>Another cluster of the same account runs the canary's version of the same service at 100 %, sound.</summary>
    public bool SecondCluster { get; init; }

    /// <summary>Share of the canary's requests that the ingress answers 502 for it: no pod sees them.</summary>
    public double IngressErrors { get; init; }

    [JsonIgnore]
    public TimeSpan? EvictsEvery => Length(EvictEvery);

    [JsonIgnore]
    public TimeSpan? ScalesEvery => Length(ScaleEvery);

    [JsonIgnore]
    public TimeSpan? FallsSilentAfter => Length(SilentAfter);

    public IEnumerable<string> Complaints()
    {
        foreach (var (name, value, most) in new[]
        {
            ("backgroundPerMinute", BackgroundPerMinute, 600), ("backgroundErrors", BackgroundErrors, 1), ("callerErrors", CallerErrors, 1), ("expectedErrors", ExpectedErrors, 1),
            ("handledErrors", HandledErrors, 1), ("refusals", Refusals, 1), ("retries", Retries, 1), ("hangUps", HangUps, 1), ("brokenCanary", BrokenCanary, 1), ("brokenStable", BrokenStable, 1), ("ingressErrors", IngressErrors, 1),
        })
        {
            if (!(value >= 0 && value <= most))
            {
                yield return $"traits.{name} is {value}, expected 0 to {most}";
            }
        }

        foreach (var (name, text) in new[] { ("evictEvery", EvictEvery), ("scaleEvery", ScaleEvery), ("silentAfter", SilentAfter) })
        {
            if (text is not null && Length(text) is null)
            {
                yield return $"traits.{name} is '{text}', expected 1s to 24h such as 90s, 4m or 1h";
            }
        }
    }

    private static TimeSpan? Length(string? text) => text is null ? null : new WorldAdvance { Duration = text }.Length;
}
