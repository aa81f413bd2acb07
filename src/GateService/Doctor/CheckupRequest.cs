using GateService.Core.Requests;
using GateService.Wire;

namespace GateService.Doctor;

/// <summary>Whose way to a verdict is walked.</summary>
internal sealed record CheckupRequest
{
    private const int LongestName = 255;

    /// <summary>How far back it looks where nobody says.</summary>
    private static readonly TimeSpan Usual = TimeSpan.FromHours(1);

    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(2);

    public required string Service { get; init; }

    public required string Rollout { get; init; }

    public string? Namespace { get; init; }

    public string? Cluster { get; init; }

    public string? Team { get; init; }

    public string? CanaryHash { get; init; }

    public string? StableHash { get; init; }

    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset To { get; init; }

    /// <summary>It looks at the present, and not at a past moment.</summary>
    public required bool IsNow { get; init; }

    /// <summary>Reads the fields of a query; null where one has a fault.</summary>
    /// <param name="field">A field by name; null or empty where it is not given.</param>
    /// <param name="now">The wall clock.</param>
    /// <param name="faults">Every fault by field.</param>
    public static CheckupRequest? Read(Func<string, string?> field, DateTimeOffset now, Dictionary<string, string[]> faults)
    {
        string? Given(string name) => field(name) is { Length: > 0 } text ? text : null;
        foreach (var name in new[] { "service", "rollout", "namespace", "cluster", "team", "canaryHash", "stableHash" })
        {
            if (Given(name) is { } text && (text.Length > LongestName || !RequestValues.IsPlain(text)))
            {
                faults[name] = [$"'{Shown.Of(text)}': expected one line of at most {LongestName} characters"];
            }
        }

        if (Given("service") is null)
        {
            faults["service"] = ["is missing: expected the name under which the service reports to New Relic"];
        }

        var at = Given("at") is { } asked ? RequestValues.Moment(asked) : now;
        if (at is null || at > now)
        {
            faults["at"] = [$"'{Shown.Of(Given("at"))}': expected {RequestValues.MomentExpected}, and not after now"];
        }

        var window = Given("window") is { } length ? RequestValues.Window(length) : Usual;
        if (window is not { } back || back < Shortest || back > Longest)
        {
            faults["window"] = [$"'{Shown.Of(Given("window"))}': expected 2m to 24h"];
            back = Usual;
        }

        return faults.Count > 0 ? null : new CheckupRequest
        {
            Service = Given("service")!,
            Rollout = Given("rollout") ?? Given("service")!,
            Namespace = Given("namespace"),
            Cluster = Given("cluster"),
            Team = Given("team"),
            CanaryHash = Given("canaryHash"),
            StableHash = Given("stableHash"),
            From = at!.Value - back,
            To = at.Value,
            IsNow = Given("at") is null,
        };
    }

    /// <summary>The same as a question of the gate, without slices.</summary>
    public GateRequest Unsliced => new()
    {
        Service = Service,
        Rollout = Rollout,
        Namespace = Namespace,
        Cluster = Cluster,
        Team = Team,
        Strategy = Strategy.Rolling,
    };
}
