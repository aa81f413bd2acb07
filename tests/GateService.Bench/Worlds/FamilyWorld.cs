using GateService.Bench.Chance;
using GateService.Core.Evidence;

namespace GateService.Bench.Worlds;

/// <summary>
/// A healthy service as a whole policy sees it. What fails is an error and a lost success; slow requests (Apdex) scatter as errors do, each by
/// themselves; latency jitters by 10 % from minute to minute.
/// </summary>
internal sealed record FamilyWorld : World
{
    public required double RequestsPerSecond { get; init; }

    public required Noise Noise { get; init; }

    public int Pods { get; init; } = 10;

    public override string Name => Join(FormattableString.Invariant($"{RequestsPerSecond:0} rps"), Noise.Name, Pods == 10 ? "" : FormattableString.Invariant($"{Pods} stable pods"));

    public LatencyWorld Latency => new() { RequestsPerSecond = RequestsPerSecond, Pods = Pods, Jitter = Noise == Noise.Iid ? 0 : 0.1 };

    public override IReadOnlyList<ObjectiveEvidence> Play(Dice dice)
    {
        var errors = Errors(0.01).Play(dice)[0];
        return
        [
            errors with { Objective = "error-rate" },
            Errors(0.1).Play(dice)[0] with { Objective = "apdex" },
            Latency.Play(dice)[0] with { Objective = "latency-p95" },
            errors with { Objective = "success-rate" },
        ];
    }

    private ErrorWorld Errors(double share) => new() { RequestsPerSecond = RequestsPerSecond, Base = share, Pods = Pods, Noise = Noise };
}
