using System.Text.Json;
using GateService.Core.Attribution;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Verdicts;
using GateService.Core.Words;
using GateService.Wire;

namespace GateService.History;

/// <summary>What a list says of a decision beyond its columns.</summary>
/// <param name="Objective">The objective that tells: what tripped or holds; null when all are met.</param>
/// <param name="Origin">Whose fault; null where nothing is wrong.</param>
/// <param name="Said">Why, in one line.</param>
/// <param name="Since">When harm was first shown; null where it was not.</param>
/// <param name="SelfInflicted">Failed requests of the canary since the rollout began that are its own; null where errors were not told apart.</param>
/// <param name="Upstream">Those that are excused.</param>
/// <param name="Undetermined">Those of which neither is shown.</param>
/// <param name="Accounts">The same requests by the account they are on, the service's own first; null where errors were not told apart.</param>
/// <param name="InSummary">The summary says that already; null in decisions kept before it was asked.</param>
/// <param name="Attempt">Argo's revision of the Rollout; null where the caller did not say, and in decisions kept before it was asked.</param>
/// <param name="Change">What was shipped; null where the caller did not say, and in decisions kept before it was asked.</param>
public sealed record DecisionGist(
    string? Objective, Fault? Origin, string? Said, DateTimeOffset? Since, double? SelfInflicted, double? Upstream, double? Undetermined, IReadOnlyList<AccountShare>? Accounts = null,
    bool? InSummary = null, string? Attempt = null, Change? Change = null)
{
    /// <summary>Of a decision kept before there were gists.</summary>
    internal static DecisionGist Unknown { get; } = new(null, null, null, null, null, null, null);

    /// <summary>Whose fault it is; null where nothing is wrong.</summary>
    internal WhoseFault? Fault => Origin is { } origin ? new WhoseFault(origin, Said ?? "", InSummary ?? false) : null;

    internal static DecisionGist Of(GateEvaluation evaluation, EvaluateResponse answer)
    {
        var (telling, fault, attribution) = (evaluation.Deciding, WhoseFault.Of(evaluation), answer.Attribution);
        return new DecisionGist(
            telling?.Objective, fault?.Origin, fault?.Said, telling?.Judgement?.FailedAt, attribution?.SelfInflicted.Canary, attribution?.Upstream.Canary, attribution?.Undetermined.Canary,
            evaluation.Attribution is { } known ? AccountShare.Of(known.Ledger) : null, fault?.InSummary, evaluation.Request.Revision, evaluation.WhatChanged());
    }

    internal static string Write(DecisionGist gist) => JsonSerializer.Serialize(gist, ColumnJson.Options);

    internal static DecisionGist Read(string? gist) => string.IsNullOrEmpty(gist) ? Unknown : JsonSerializer.Deserialize<DecisionGist>(gist, ColumnJson.Options) ?? Unknown;
}

/// <summary>Failed requests of the canary on one account, since the rollout began.</summary>
/// <param name="Kind">Whose.</param>
/// <param name="Name">The dependency's; else the kind again.</param>
/// <param name="Canary">How many; more than none.</param>
public sealed record AccountShare(SignatureOrigin Kind, string Name, double Canary)
{
    internal static IReadOnlyList<AccountShare> Of(Ledger ledger) =>
    [
        .. new[] { Of(SignatureOrigin.Own, null, ledger.Own) }
            .Concat(ledger.Accounts.Select(account => Of(account.Origin, account.Name, account.Classes)))
            .Append(Of(SignatureOrigin.Bypass, null, ledger.Bypassed))
            .Where(share => share.Canary > 0),
    ];

    private static AccountShare Of(SignatureOrigin origin, string? name, IEnumerable<ErrorClass> classes) => new(origin, name ?? EnumNames.Of(origin), classes.Sum(known => known.Canary));
}
