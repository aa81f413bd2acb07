using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection.Extensions;
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
        services.AddHostedService<LoopbackGuard>();
        // Not AddAuthentication: that brings data protection, which writes keys to a disk at start for cookies we do not have.
        services.AddAuthenticationCore();
        services.TryAddSingleton(UrlEncoder.Default);
        new AuthenticationBuilder(services).AddScheme<AuthenticationSchemeOptions, BearerHandler>(Access.Bearer, null);
        return services.AddAccess();
    }

    /// <summary>Stands behind routing, which knows what is asked, and before anything that reads a body.</summary>
    public static void UseCallers(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseAuthorization();
    }
}
