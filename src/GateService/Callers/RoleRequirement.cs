using Microsoft.AspNetCore.Authorization;

namespace GateService.Callers;

/// <summary>Met by a caller that has the role; also the note at an endpoint that says which.</summary>
internal sealed class RoleRequirement(Role role) : AuthorizationHandler<RoleRequirement>, IAuthorizationRequirement
{
    public Role Role { get; } = role;

    /// <summary>Roles that an endpoint asks for and the caller does not have.</summary>
    public static IEnumerable<Role> Missing(HttpContext http, Caller caller) =>
        (http.GetEndpoint()?.Metadata.GetOrderedMetadata<RoleRequirement>() ?? []).Select(needed => needed.Role).Where(role => !caller.May(role));

    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, RoleRequirement requirement)
    {
        if (Caller.Find(context.User)?.May(requirement.Role) == true)
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
