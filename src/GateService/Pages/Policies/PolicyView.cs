using GateService.Core.Policies;
using GateService.Core.Policies.Reading;
using GateService.Pages.Layout;
using GateService.Policies;

namespace GateService.Pages.Policies;

/// <summary>What the page of policies shows.</summary>
/// <param name="Choice">Whose policy is asked for.</param>
/// <param name="Policies">Every policy by name.</param>
/// <param name="Teams">Teams with a layer of their own.</param>
/// <param name="Services">Services with a layer of their own.</param>
/// <param name="LoadedAt">When the files were taken over.</param>
/// <param name="Faults">What is wrong with the files since.</param>
/// <param name="Effective">The policy that was asked for; null when none was, or there is none.</param>
/// <param name="Why">Why there is none; null when there is.</param>
public sealed record PoliciesModel(
    PolicyChoice Choice, IReadOnlyList<GatePolicy> Policies, IReadOnlyList<string> Teams, IReadOnlyList<string> Services, DateTimeOffset LoadedAt,
    IReadOnlyList<PolicyFault> Faults, EffectivePolicy? Effective, string? Why);

/// <summary>What a service would be judged by, and who set it.</summary>
internal static class PolicyView
{
    public static void MapPolicyPage(this IEndpointRouteBuilder pages) => pages.MapGet("/policies", Show).WithMetadata(new WorksWithoutStore());

    private static IResult Show(HttpContext http, PolicyStore store)
    {
        var choice = PolicyChoice.Of(http.Request);
        return choice.Fault is { } fault ? Trouble.BadQuery(fault) : PageResult.Of<PoliciesPage>(Of(choice, store.Current));
    }

    private static PoliciesModel Of(PolicyChoice choice, PolicySnapshot snapshot)
    {
        var (catalog, faults, loadedAt) = snapshot;
        var resolution = choice.IsEmpty ? null : catalog.Resolve(choice.Service ?? "", choice.Team, choice.KnownStrategy, choice.Policy);
        return new PoliciesModel(
            choice, catalog.Policies, catalog.Teams, catalog.Services, loadedAt, faults,
            resolution is PolicyResolution.Resolved resolved ? EffectivePolicy.Of(resolved.Policy, catalog, choice) : null,
            (resolution as PolicyResolution.Unresolved)?.Reason);
    }
}
