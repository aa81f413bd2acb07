using Microsoft.AspNetCore.Authorization;

namespace GateService.Callers;

/// <summary>
/// Met by no endpoint: it stands where an endpoint says nothing of who may ask it. Met where there is no endpoint of ours at all, so that an address nobody
/// answers stays 404 and a wrong method 405.
/// </summary>
internal sealed class DecidedRequirement : AuthorizationHandler<DecidedRequirement>, IAuthorizationRequirement
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, DecidedRequirement requirement)
    {
        if (context.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint)
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
