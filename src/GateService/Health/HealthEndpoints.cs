using GateService.Wire;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace GateService.Health;

/// <summary>Live (the process), startup (policies loaded, warmed up), ready (those, New Relic's key, the store).</summary>
internal static class HealthEndpoints
{
    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddSingleton<NewRelicHealth>();
        services.AddHealthChecks()
            .AddCheck<PolicyHealth>("policies", tags: ["startup", "ready"])
            .AddCheck<TokenHealth>("tokens", tags: ["ready"])
            .AddCheck<NewRelicHealth>("newRelic", tags: ["ready"])
            .AddCheck<StoreHealth>("store", tags: ["ready"]);
        return services;
    }

    public static void MapHealth(this WebApplication app)
    {
        Map(app, "/healthz/live", _ => false);
        Map(app, "/healthz/startup", check => check.Tags.Contains("startup"));
        Map(app, "/healthz/ready", check => check.Tags.Contains("ready"));
    }

    private static void Map(WebApplication app, string path, Func<HealthCheckRegistration, bool> predicate) =>
        app.MapHealthChecks(path, new HealthCheckOptions { Predicate = predicate, ResponseWriter = Write, AllowCachingResponses = false }).AllowAnonymous();

    private static Task Write(HttpContext context, HealthReport report) => JsonAnswer.Of(
        new
        {
            status = report.Status,
            checks = report.Entries.ToDictionary(entry => entry.Key, entry => new { status = entry.Value.Status, why = entry.Value.Description }),
        },
        context.Response.StatusCode).ExecuteAsync(context);
}
