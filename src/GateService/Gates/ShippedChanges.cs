using GateService.Core.Requests;
using GateService.History;
using GateService.Http;
using GateService.Wire;
using Microsoft.Extensions.Options;

namespace GateService.Gates;

/// <summary>Adds the link to the difference that <c>Gate:DiffLink</c> describes to what the caller says of its change.</summary>
internal sealed class ShippedChanges(DecisionStore store, IOptions<GateOptions> options)
{
    /// <summary>Share of the deadline that looking for stable's commit may take: a link is worth no verdict.</summary>
    private const double Looking = 0.05;

    public async Task<GateRequest> CompleteAsync(GateRequest request, Remaining deadline, CancellationToken ct)
    {
        if (options.Value.DiffLink is not { } template || request.Change is not { Diff: null } change)
        {
            return request;
        }

        // Stable was a canary once, and whoever asked about it said its commit.
        if (DiffLink.NeedsStableCommit(template) && change.StableCommit is null && request.StableHash is not null && store.IsEnabled)
        {
            change = change with { StableCommit = await store.TryFindCommitAsync(request, deadline.AtMost(deadline.Total * Looking), ct) };
            request = request with { Change = change };
        }

        return request with { Change = change with { Diff = DiffLink.Of(template, request) } };
    }
}
