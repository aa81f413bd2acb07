namespace GateService.History;

/// <summary>The store and what reads and tidies it.</summary>
internal static class HistorySetup
{
    public static IServiceCollection AddHistory(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<HistoryOptions>().Bind(configuration.GetSection("History"))
            .Validate(options => !string.IsNullOrWhiteSpace(options.ConnectionString), "History:ConnectionString is empty")
            .Validate(options => Database.Understands(options.ConnectionString), "History:ConnectionString: expected SQLite's (Data Source=...) or PostgreSQL's (Host=...)")
            .Validate(options => options.Patience > TimeSpan.Zero, "History:Patience: expected a positive duration")
            .Validate(options => options.KeepFor >= TimeSpan.Zero, "History:KeepFor: expected a duration, 0 for ever")
            .Validate(options => options.KeepAtMost >= 0, "History:KeepAtMost: expected a number, 0 without limit")
            .Validate(options => options.TidyInterval >= TimeSpan.Zero, "History:TidyInterval: expected a duration, 0 never")
            .ValidateOnStart();
        services.AddSingleton<Database>();
        services.AddSingleton<DecisionStore>();
        services.AddSingleton<DecisionReader>();
        services.AddSingleton<DecisionLabels>();
        services.AddSingleton<StoreProbe>();
        services.AddSingleton<Retention>();
        services.AddHostedService(provider => provider.GetRequiredService<Retention>());
        services.AddHostedService(provider => provider.GetRequiredService<StoreProbe>());
        return services;
    }
}
