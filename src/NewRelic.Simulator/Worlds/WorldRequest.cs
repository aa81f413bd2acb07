using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using NewRelic.Simulator.Storage;
using NewRelic.Simulator.Worlds.Dialects;
using NewRelic.Simulator.Worlds.Traffic;

namespace NewRelic.Simulator.Worlds;

/// <summary>The body of <c>POST /simulator/worlds</c>; only <c>kind</c> must be given.</summary>
internal sealed partial record WorldRequest
{
    public required WorldKind Kind { get; init; }

    public int Seed { get; init; } = 1;

    public WorldDice Dice { get; init; } = WorldDice.Clock;

    public string Service { get; init; } = "checkout";

    public string Namespace { get; init; } = "shop";

    /// <summary>Default: the service's name.</summary>
    public string? Rollout { get; init; }

    public string CanaryHash { get; init; } = "7c5ddbdf54";

    public string StableHash { get; init; } = "59c6f9b7d8";

    public string? Team { get; init; }

    /// <summary>Both slices together, 0 to 2000, default 50.</summary>
    public double RequestsPerSecond { get; init; } = 50;

    /// <summary>1 to 100, default 6.</summary>
    public int StablePods { get; init; } = 6;

    /// <summary>1 to 100, default 2.</summary>
    public int CanaryPods { get; init; } = 2;

    /// <summary>ISO 8601 or milliseconds since 1970; default: now.</summary>
    public JsonElement? Start { get; init; }

    /// <summary>How long before <see cref="Start"/> the stable version has served alone, such as <c>1h</c>; default: not at all.</summary>
    public string? History { get; init; }

    /// <summary>The canary's share of the traffic in percent, 0 to 100, default 0.</summary>
    public double Weight { get; init; }

    public WorldMode Mode { get; init; } = WorldMode.Manual;

    /// <summary>Virtual seconds per real second, above 0 to 600, default 1.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>Account the events belong to; default: every account.</summary>
    public int AccountId { get; init; } = EventStore.EveryAccount;

    /// <summary>The instrumentation that tells of the service, see <see cref="Dialect.All"/>; default: one that exists nowhere.</summary>
    public string? Agent { get; init; }

    public Protocol Protocol { get; init; } = Protocol.Http;

    public WorldTraits? Traits { get; init; }

    public WorldLimits? Limits { get; init; }

    public WorldLogs? Logs { get; init; }

    private TimeSpan? HistoryLength => History is null ? null : new WorldAdvance { Duration = History }.Length;

    public IEnumerable<string> Complaints()
    {
        foreach (var complaint in AboutAgent())
        {
            yield return complaint;
        }

        foreach (var (name, value) in new[] { ("service", Service), ("namespace", Namespace), ("rollout", Rollout ?? Service), ("canaryHash", CanaryHash), ("stableHash", StableHash) })
        {
            if (!KubernetesName().IsMatch(value))
            {
                yield return $"{name} is '{value}', expected lower-case letters, digits and dashes";
            }
        }

        foreach (var (name, value, least, most) in new[]
        {
            ("requestsPerSecond", RequestsPerSecond, 0, 2000), ("stablePods", StablePods, 1, 100), ("canaryPods", CanaryPods, 1, 100),
            ("weight", Weight, 0, 100), ("speed", Speed, 0.001, 600),
        })
        {
            if (!(value >= least && value <= most))
            {
                yield return $"{name} is {value}, expected {least} to {most}";
            }
        }

        if (CanaryHash == StableHash)
        {
            yield return $"canaryHash and stableHash are both '{CanaryHash}', expected two different hashes";
        }

        if (History is not null && HistoryLength is null)
        {
            yield return $"history is '{History}', expected 1s to 24h such as 90s, 30m or 1h";
        }

        if (Start is { } start && Moment(start) is null)
        {
            yield return $"start is {start.GetRawText()}, expected ISO 8601 or milliseconds since 1970";
        }
    }

    private IEnumerable<string> AboutAgent()
    {
        if (Agent is null)
        {
            var needing = new[] { ("protocol", Protocol != Protocol.Http), ("traits", Traits is not null), ("limits", Limits is not null), ("logs", Logs is not null) }.Where(field => field.Item2);
            return needing.Select(field => $"{field.Item1} is given without agent, expected one of {Names}");
        }

        return Dialect.Find(Agent) is not { } dialect ? [$"agent is '{Agent}', expected {Names}"]
            :
            [
                .. dialect.Protocols.Contains(Protocol) ? Array.Empty<string>() : [$"protocol is {Camel(Protocol)}, expected {string.Join(" or ", dialect.Protocols.Select(Camel))} with agent {Agent}"],
                .. Traits?.Complaints() ?? [], .. Limits?.Complaints() ?? [], .. Logs?.Complaints() ?? [],
            ];
    }

    private static string Names => string.Join(", ", Dialect.All.Select(dialect => dialect.Name));

    private static string Camel(Protocol protocol) => JsonNamingPolicy.CamelCase.ConvertName($"{protocol}");

    public WorldSpec ToSpec(DateTimeOffset now) => new()
    {
        Kind = Kind,
        Seed = Seed,
        Dice = Dice,
        Service = Service,
        Namespace = Namespace,
        Rollout = Rollout ?? Service,
        CanaryHash = CanaryHash,
        StableHash = StableHash,
        Team = Team,
        RequestsPerSecond = RequestsPerSecond,
        StablePods = StablePods,
        CanaryPods = CanaryPods,
        Start = Start is { } start && Moment(start) is { } moment ? moment : now,
        History = HistoryLength ?? TimeSpan.Zero,
        Mode = Mode,
        Speed = Speed,
        AccountId = AccountId,
        Dialect = Agent is null ? null : Dialect.Find(Agent),
        Protocol = Protocol,
        Traits = Traits ?? WorldTraits.None,
        Limits = Limits,
        Logs = Logs,
    };

    private static DateTimeOffset? Moment(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetInt64(out var milliseconds) && milliseconds is >= 0 and < 10_000_000_000_000 => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds),
        JsonValueKind.String when DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) => moment.ToUniversalTime(),
        _ => null,
    };

    [GeneratedRegex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$")]
    private static partial Regex KubernetesName();
}
