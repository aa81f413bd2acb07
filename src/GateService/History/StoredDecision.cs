using GateService.Core.Words;
using GateService.Wire;

namespace GateService.History;

/// <summary>A decision as it lies in the store: the columns it is found and listed by, points for charts, and the whole of it.</summary>
internal sealed record StoredDecision
{
    public required string Id { get; init; }

    public required long At { get; init; }

    /// <summary>The moment it judges: now, or the past one that was asked for.</summary>
    public required long Moment { get; init; }

    /// <summary>1 when a past moment was asked for: it is no part of a rollout's life.</summary>
    public required long Past { get; init; }

    public required string Team { get; init; }

    public required string Service { get; init; }

    /// <summary>Empty where the request names none.</summary>
    public string Cluster { get; init; } = "";

    public required string Namespace { get; init; }

    public required string Rollout { get; init; }

    public required string CanaryHash { get; init; }

    public required string Mode { get; init; }

    public required string Step { get; init; }

    public double? Weight { get; init; }

    public required string Verdict { get; init; }

    public required double Score { get; init; }

    public required string Summary { get; init; }

    public required string Policy { get; init; }

    public required string Revision { get; init; }

    public required int Format { get; init; }

    public required string Points { get; init; }

    /// <summary>A <see cref="DecisionGist"/>.</summary>
    public string Gist { get; init; } = "";

    public required byte[] Body { get; init; }

    /// <summary>What the body takes from the policy; null where there was none.</summary>
    public KeptPolicy? Shared { get; init; }

    /// <summary>Of <see cref="Shared"/>; empty where there was none.</summary>
    public string PolicyDocument => Shared?.Hash ?? "";

    public static StoredDecision Of(DecisionRecord record) => Of(record, record.Answer());

    /// <param name="record">The whole of it.</param>
    /// <param name="response">Its answer.</param>
    public static StoredDecision Of(DecisionRecord record, EvaluateResponse response)
    {
        var (request, kept) = (record.Evaluation.Request, RecordFormat.Write(record));
        return new StoredDecision
        {
            Id = record.Id,
            At = record.At.ToUnixTimeMilliseconds(),
            Moment = (request.At ?? record.At).ToUnixTimeMilliseconds(),
            Past = request.At is null ? 0 : 1,
            Team = request.Team ?? "",
            Service = request.Service,
            Cluster = request.Cluster ?? "",
            Namespace = request.Namespace ?? "",
            Rollout = request.Rollout,
            CanaryHash = request.CanaryHash ?? "",
            Mode = EnumNames.Of(request.Mode),
            Step = StepAnchor.Of(request).Step,
            Weight = request.StepWeight,
            Verdict = EnumNames.Of(response.Verdict),
            Score = response.Score,
            Summary = response.Summary,
            Policy = response.Policy?.Name ?? "",
            Revision = response.Policy?.Revision ?? "",
            Format = record.Format,
            Points = ObjectivePoint.Write(response),
            Gist = DecisionGist.Write(DecisionGist.Of(record.Evaluation, response)),
            Body = kept.Body,
            Shared = kept.Policy,
        };
    }
}
