using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;

namespace GateService.Callers;

/// <summary>Who asks, found out and let in by the framework's own parts: schemes, policies, and a fallback that refuses.</summary>
internal static class CallerSetup
{
    public static IServiceCollection AddCallers(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AuthOptions>().Bind(configuration.GetSection("Auth")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AuthOptions>, AuthOptionsValidator>();
        services.AddSingleton<TokenBook>();
        services.AddSingleton<Issuers>();
        services.AddSingleton<People>();
        services.AddSingleton<SideTurns>();
        services.AddHostedService<LoopbackGuard>();
        // Not AddAuthentication: that brings data protection, which writes keys to a disk at start for cookies we do not have.
        services.AddAuthenticationCore();
        services.AddWebEncoders();
        services.AddSingleton<IAuthenticationConfigurationProvider, NoSchemesElsewhere>();
        var schemes = new AuthenticationBuilder(services).AddScheme<AuthenticationSchemeOptions, BearerHandler>(Access.Bearer, null);
        // The framework's own words about each request without a good token: the refusal log says the same, and not more often than anybody can read.
        services.AddLogging(logging => logging.AddFilter(typeof(BearerHandler).FullName, LogLevel.Warning));
        for (var index = 0; index < configuration.GetSection("Auth:Issuers").GetChildren().Count(); index++)
        {
            AddIssuer(services, schemes, index);
        }

        return services.AddAccess();
    }

    private static void AddIssuer(IServiceCollection services, AuthenticationBuilder schemes, int index)
    {
        schemes.AddJwtBearer(Issuers.Scheme(index), _ => { });
        services.AddOptions<JwtBearerOptions>(Issuers.Scheme(index)).Configure<Issuers>((jwt, issuers) => issuers.Configure(index, jwt));
    }

    /// <summary>Stands behind routing, which knows what is asked, and before anything that reads a body.</summary>
    public static void UseCallers(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
        app.Use(async (http, next) =>
        {
            Asking.For(Caller.Find(http.User));
            await next(http);
        });
    }
}
