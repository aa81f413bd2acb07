using Microsoft.AspNetCore.Authorization;

namespace GateService.Callers;

/// <summary>
/// Who may ask what, said once at each endpoint: a role over the API, a role on the pages, or that it is open to all (<c>AllowAnonymous</c>). What says nothing
/// is refused by the fallback, and a test finds it before anyone does.
/// </summary>
internal static class Access
{
    /// <summary>Scheme of the API: a bearer token.</summary>
    public const string Bearer = "Bearer";

    /// <summary>Scheme of the pages: a session in a cookie. It is worth nothing under /v1, where other sites could make a browser send it.</summary>
    public const string Session = "Session";

    public static IServiceCollection AddAccess(this IServiceCollection services) => services.AddAuthorization(options =>
    {
        options.FallbackPolicy = new AuthorizationPolicyBuilder(Bearer).AddRequirements(new DecidedRequirement()).Build();
        foreach (var role in Enum.GetValues<Role>())
        {
            options.AddPolicy(Over(Bearer, role), policy => policy.AddAuthenticationSchemes(Bearer).AddRequirements(new RoleRequirement(role)));
            options.AddPolicy(Over(Session, role), policy => policy.AddAuthenticationSchemes(Session).AddRequirements(new RoleRequirement(role)));
        }
    });

    /// <summary>Asked by a program with a bearer token of this role.</summary>
    public static TBuilder Needs<TBuilder>(this TBuilder endpoint, Role role)
        where TBuilder : IEndpointConventionBuilder => endpoint.RequireAuthorization(Over(Bearer, role)).WithMetadata(new RoleRequirement(role));

    /// <summary>Asked by a person who signed in with this role.</summary>
    public static TBuilder NeedsOnPages<TBuilder>(this TBuilder endpoint, Role role)
        where TBuilder : IEndpointConventionBuilder => endpoint.RequireAuthorization(Over(Session, role)).WithMetadata(new RoleRequirement(role));

    private static string Over(string scheme, Role role) => $"{scheme}: {role}";
}
