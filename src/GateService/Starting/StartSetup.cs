using Microsoft.Extensions.Options;

namespace GateService.Starting;

/// <summary>What a start needs besides the slices themselves.</summary>
internal static class StartSetup
{
    public static IServiceCollection AddStart(this IServiceCollection services)
    {
        services.AddSingleton<IPostConfigureOptions<LoggerFilterOptions>, StartLog>();
        // Every loop looks after its own troubles; should one end all the same, that is logged, and verdicts go on.
        services.Configure<HostOptions>(host => host.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore);
        services.AddSingleton(gate => new Rehearsal(services, gate));
        services.AddSingleton<WarmUp>();
        services.AddHostedService(gate => gate.GetRequiredService<WarmUp>());
        services.AddHealthChecks().AddCheck<WarmUp>("warmUp", tags: ["startup", "ready"]);
        return services;
    }
}
