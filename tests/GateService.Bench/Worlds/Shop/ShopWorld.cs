using GateService.Core.Requests;

namespace GateService.Bench.Worlds.Shop;

/// <summary>A scenario of the field survey with its right verdict: ten minutes of a canary beside stable, or of one that has nothing beside it.</summary>
/// <param name="Number">Of the scenario in field-survey.md §F; a dash where it is ours.</param>
/// <param name="What">In words.</param>
/// <param name="Right">What a perfect gate says.</param>
/// <param name="Slice">How a slice goes, by minute since the rollout began (negative before) and whether it is the canary's.</param>
internal sealed record ShopWorld(string Number, string What, Right Right, Func<int, bool, ShopSlice> Slice)
{
    /// <summary>Minutes of a step.</summary>
    public const int Minutes = 10;

    /// <summary>Minutes of stable before the rollout: an hour, and preflight's window.</summary>
    public const int Past = 65;

    public const int StablePods = 6;
    public const int CanaryPods = 2;

    /// <summary>Of the time in own code while a pod is cold.</summary>
    public const double LateSlowness = 12;

    private static readonly IReadOnlyList<double> Whole = [5, 25, 50];

    /// <summary>Of both slices together.</summary>
    public double RequestsPerSecond { get; init; } = 100;

    /// <summary>The canary's weight, in percent; of a rollout of one step.</summary>
    public double Weight { get; init; } = 5;

    /// <summary>Three steps at 5, 25 and 50 %, and not one alone.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Weights of the steps, in percent.</summary>
    public IReadOnlyList<double> Steps => IsWhole ? Whole : [Weight];

    /// <summary>Minutes of the rollout.</summary>
    public int Length => Minutes * Steps.Count;

    /// <summary>Minute in which it turns bad; times to detection count from it.</summary>
    public int OnsetMinute { get; init; }

    /// <summary>What the canary has more of came with new clients: stable serves what it always did.</summary>
    public bool HasNewClients { get; init; }

    /// <summary>How many times its weight the canary's share of the traffic is; 0: it gets none.</summary>
    public double Routed { get; init; } = 1;

    /// <summary>How pods scatter; where they do, so does the dependency, in both slices alike.</summary>
    public Noise Noise { get; init; } = Noise.Iid;

    public Strategy Strategy { get; init; } = Strategy.Canary;

    public GateMode Mode { get; init; } = GateMode.Step;

    /// <summary>Limits are floors, as the shipped <c>http-fix</c> has it.</summary>
    public bool IsFix { get; init; }

    /// <summary>The policy also looks at the log, as the shipped <c>http-logs</c> does.</summary>
    public bool LooksAtLog { get; init; }

    /// <summary>The policy holds the error rate, and the median against stable, on 20 requests and more.</summary>
    public bool LooksAtMedian { get; init; }

    /// <summary>No two messages are alike: each holds the ids and times of its request.</summary>
    public bool VariesMessages { get; init; }

    /// <summary>Other services call payments-api too, and the policy names them as witnesses.</summary>
    public bool HasWitnesses { get; init; }

    /// <summary>It was the canary that made the dependency fail.</summary>
    public bool CanaryMadeItFail { get; init; }

    /// <summary>The one dependency that only the canary cannot reach; null where there is none.</summary>
    public string? Unreachable { get; init; }

    /// <summary>Minutes from and to which the canary's pods serve, where it is not two all along; who comes later is slow for 90 s.</summary>
    public IReadOnlyList<(int From, int To)> CanaryLives { get; init; } = [];

    /// <summary>What is drawn hangs on it.</summary>
    public string Name => FormattableString.Invariant($"{Number} {What}, {RequestsPerSecond} rps, {(IsWhole ? "three steps" : FormattableString.Invariant($"{Weight} %"))}, {Noise.Name}");

    public string RightVerdict => Right switch { Right.Pass => "pass", Right.Fail => "fail", Right.Hold => "hold", Right.NotFail => "not fail", Right.NotPass => "not pass" };

    /// <summary>How a slice goes, pods that came late among it.</summary>
    public ShopSlice At(int minute, bool isCanary) => !isCanary || CanaryLives.Count == 0 ? Slice(minute, isCanary)
        : Slice(minute, isCanary) with { Cold = (LateSlowness, CanaryLives.Where(life => Serves(life, minute)).Average(life => Coldness(life, minute))) };

    /// <summary>Share of a minute in which a pod of the canary is cold.</summary>
    public static double Coldness((int From, int To) life, int minute) => life.From == 0 ? 0 : (minute - life.From) switch { 0 => 1, 1 => 0.5, _ => 0 };

    public static bool Serves((int From, int To) life, int minute) => minute >= life.From && minute < life.To;

    public double WeightAt(int minute) => Steps[Math.Clamp(minute / Minutes, 0, Steps.Count - 1)];

    /// <summary>The truth behind a failed request of the canary, in the words of an answer. A caller's mistakes of all days are nobody's of the service.</summary>
    public string OriginOf(ShopError error) => error == ShopError.BadClient ? "client"
        : CanaryMadeItFail || (error.Host is null && !error.IsMistake) || (Unreachable is not null && error.Host == Unreachable) ? "selfInflicted"
        : "upstream";
}

/// <summary>What a perfect gate says of a scenario.</summary>
internal enum Right
{
    Pass,
    Fail,

    /// <summary>A person must look.</summary>
    Hold,

    /// <summary>Passing or holding, both are right.</summary>
    NotFail,

    /// <summary>Failing or holding, both are right.</summary>
    NotPass,
}
