using GateService.Http;
using Microsoft.Extensions.Options;

namespace GateService.History;

/// <summary>The store and what reads and tidies it.</summary>
internal static class HistorySetup
{
    public static IServiceCollection AddHistory(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<HistoryOptions>().Bind(configuration.GetSection("History"))
            .Validate(options => !string.IsNullOrWhiteSpace(options.ConnectionString), "History:ConnectionString is empty")
            .Validate(options => ConnectionText.IsUnderstood(options.ConnectionString), "History:ConnectionString: expected SQLite's (Data Source=...) or PostgreSQL's (Host=...)")
            .Expect("History:KeepAtMost", options => options.KeepAtMost, options => options.KeepAtMost >= 0, "a number, 0 without limit")
            .Validate(options => options.KeepAtMostMegabytes is null or (>= 0 and <= 1_000_000_000), "History:KeepAtMostMegabytes: expected 0 (no limit) to 1000000000")
            .Validate(options => options.KeepRowsAtMostMegabytes is >= 1 and <= 1_000_000, "History:KeepRowsAtMostMegabytes: expected 1 to 1000000")
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<HistoryOptions>, HistoryDurations>();
        services.AddSingleton<Database>();
        services.AddSingleton<DecisionStore>();
        services.AddSingleton<KeptRows>();
        services.AddSingleton<DecisionReader>();
        services.AddSingleton<DecisionScan>();
        services.AddSingleton<DecisionLabels>();
        services.AddSingleton<StoreProbe>();
        services.AddSingleton<Retention>();
        services.AddHostedService(provider => provider.GetRequiredService<Retention>());
        services.AddHostedService(provider => provider.GetRequiredService<StoreProbe>());
        services.AddHostedService<KeptRowsWriter>();
        services.AddHostedService<Checkpoints>();
        return services;
    }
}
