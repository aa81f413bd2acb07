namespace GateService.Tokens;

/// <summary>Tokens from files, beside those among the settings.</summary>
internal static class TokenFilesSetup
{
    public static IServiceCollection AddTokenFiles(this IServiceCollection services)
    {
        services.AddSingleton<TokenFiles>();
        services.AddHostedService(provider => provider.GetRequiredService<TokenFiles>());
        return services;
    }
}
