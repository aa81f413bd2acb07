using System.Text.Json;
using GateService.Core.Attribution;
using GateService.Core.Policies;
using GateService.Core.Words;
using GateService.Wire;

namespace GateService.History;

/// <summary>What a list says of a decision beyond its columns.</summary>
/// <param name="Objective">The objective that tells: what tripped or holds; null when all are met.</param>
/// <param name="Origin">Whose fault: selfInflicted, upstream or undetermined; null where nothing is wrong.</param>
/// <param name="Said">Why, in one line.</param>
/// <param name="Since">When harm was first shown; null where it was not.</param>
/// <param name="SelfInflicted">Failed requests of the canary since the rollout began that are its own; null where errors were not told apart.</param>
/// <param name="Upstream">Those that are excused.</param>
/// <param name="Undetermined">Those of which neither is shown.</param>
/// <param name="Accounts">The same requests by the account they are on, the service's own first; null where errors were not told apart.</param>
public sealed record DecisionGist(
    string? Objective, string? Origin, string? Said, DateTimeOffset? Since, double? SelfInflicted, double? Upstream, double? Undetermined, IReadOnlyList<AccountShare>? Accounts = null)
{
    /// <summary>Of a decision kept before there were gists.</summary>
    internal static DecisionGist Unknown { get; } = new(null, null, null, null, null, null, null);

    internal static DecisionGist Of(EvaluateResponse response)
    {
        var (telling, fault, attribution) = (Telling.Of(response), WhoseFault.Of(response), response.Attribution);
        return new DecisionGist(
            telling?.Objective, fault?.Origin, fault?.Said, telling?.Judgement?.FailedAt, attribution?.SelfInflicted.Canary, attribution?.Upstream.Canary, attribution?.Undetermined.Canary);
    }

    internal static string Write(DecisionRecord record, EvaluateResponse answer) =>
        JsonSerializer.Serialize(Of(answer) with { Accounts = record.Evaluation.Attribution is { } attribution ? AccountShare.Of(attribution.Ledger) : null }, RecordJson.Options);

    internal static DecisionGist Read(string? gist) => string.IsNullOrEmpty(gist) ? Unknown : JsonSerializer.Deserialize<DecisionGist>(gist, RecordJson.Options) ?? Unknown;
}

/// <summary>Failed requests of the canary on one account, since the rollout began.</summary>
/// <param name="Kind">own, dependency, client, platform or bypass.</param>
/// <param name="Name">The dependency's; else the kind again.</param>
/// <param name="Canary">How many; more than none.</param>
public sealed record AccountShare(string Kind, string Name, double Canary)
{
    internal static IReadOnlyList<AccountShare> Of(Ledger ledger) =>
    [
        .. new[] { Of(SignatureOrigin.Own, null, ledger.Own) }
            .Concat(ledger.Accounts.Select(account => Of(account.Origin, account.Name, account.Classes)))
            .Append(Of(SignatureOrigin.Bypass, null, ledger.Bypassed))
            .Where(share => share.Canary > 0),
    ];

    private static AccountShare Of(SignatureOrigin origin, string? name, IEnumerable<ErrorClass> classes) => new(EnumNames.Of(origin), name ?? EnumNames.Of(origin), classes.Sum(known => known.Canary));
}
