using GateService.Core.Evidence;
using GateService.Core.Policies;
using GateService.Core.Statistics;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Attribution;

/// <summary>Calls that the canary makes more often, whether they fail or not: worth a note, because it may be meant.</summary>
internal static class CallNote
{
    public static IReadOnlyList<string> Of(ErrorEvidence evidence, AttributionSettings settings, Trial requests)
    {
        var (context, span) = (requests.Context, requests.Kept.Indices);
        var named = Notes(evidence.Calls.Select(own => settings.NameOf(own.Dependency)).Distinct().Select(name => (name, CallSource.Of(Unfailing(name), evidence, settings, span))));
        return named.Count > 0 ? named : Notes([(CallSource.Together(isDatastore: false), CallSource.Counted(evidence, isDatastore: false, span)), (CallSource.Together(isDatastore: true), CallSource.Counted(evidence, isDatastore: true, span))]);

        List<string> Notes(IEnumerable<(string Name, IReadOnlyList<CallPair> Calls)> sources) =>
            [.. sources.Where(source => source.Calls.Count > 0 && IsMore(source.Calls, settings, context)).Select(source => Said(source.Name, source.Calls))];
    }

    private static Account Unfailing(string name) => new(name, SignatureOrigin.Dependency, [], [], []);

    /// <summary>The canary calls more often, for certain.</summary>
    public static bool IsMore(IReadOnlyList<CallPair> calls, AttributionSettings settings, JudgingContext context) =>
        AmplificationGuard.Of(calls, [.. calls.Select(_ => (0.0, 0.0))], settings.Floor, context.AlphaPerWeight, context.Clock, settings.CallMargin).Amplified;

    private static string Said(string name, IReadOnlyList<CallPair> calls) => CallSource.RatioOf(calls) is { } times
        ? $"the canary calls {name} {Quantity.Times(times)} as often per request as stable: it may be meant"
        : $"the canary calls {name}, and stable does not: it may be meant";
}
