using System.Text.Json;
using GateService.Gates;

namespace GateService.History;

/// <summary>What a list says of a decision beyond its columns.</summary>
/// <param name="Objective">The objective that tells: what tripped or holds; null when all are met.</param>
/// <param name="Origin">Whose fault: selfInflicted, upstream or undetermined; null where nothing is wrong.</param>
/// <param name="Said">Why, in one line.</param>
/// <param name="Since">When harm was first shown; null where it was not.</param>
/// <param name="SelfInflicted">Failed requests of the canary since the rollout began that are its own; null where errors were not told apart.</param>
/// <param name="Upstream">Those that are excused.</param>
/// <param name="Undetermined">Those of which neither is shown.</param>
public sealed record DecisionGist(
    string? Objective, string? Origin, string? Said, DateTimeOffset? Since, double? SelfInflicted, double? Upstream, double? Undetermined)
{
    /// <summary>Of a decision kept before there were gists.</summary>
    internal static DecisionGist Unknown { get; } = new(null, null, null, null, null, null, null);

    internal static DecisionGist Of(EvaluateResponse response)
    {
        var (telling, fault, attribution) = (Telling.Of(response), WhoseFault.Of(response), response.Attribution);
        return new DecisionGist(
            telling?.Objective, fault?.Origin, fault?.Said, telling?.Judgement?.FailedAt, attribution?.SelfInflicted.Canary, attribution?.Upstream.Canary, attribution?.Undetermined.Canary);
    }

    internal static string Write(EvaluateResponse response) => JsonSerializer.Serialize(Of(response), RecordJson.Options);

    internal static DecisionGist Read(string? gist) => string.IsNullOrEmpty(gist) ? Unknown : JsonSerializer.Deserialize<DecisionGist>(gist, RecordJson.Options) ?? Unknown;
}
