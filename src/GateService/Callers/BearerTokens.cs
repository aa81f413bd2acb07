using GateService.Http;
using Microsoft.Extensions.Options;

namespace GateService.Callers;

/// <summary>Bearer tokens on everything under /v1: 401 without a good one, never a redirect or a login page.</summary>
internal static class BearerTokens
{
    private const string Scheme = "Bearer ";

    public static IServiceCollection AddBearerTokens(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AuthOptions>().Bind(configuration.GetSection("Auth")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AuthOptions>, AuthOptionsValidator>();
        services.AddSingleton<TokenBook>();
        services.AddHostedService<LoopbackGuard>();
        return services;
    }

    /// <summary>Middleware, not an endpoint filter: the body of a stranger is not even read, except where the token is in it (<see cref="TokenInBody"/>).</summary>
    public static void UseBearerTokens(this WebApplication app)
    {
        var book = app.Services.GetRequiredService<TokenBook>();
        app.UseWhen(context => context.GetEndpoint() is not null && context.Request.Path.StartsWithSegments("/v1"), branch => branch.Use((context, next) =>
        {
            if (Identify(book, context.Request) is not { } caller)
            {
                if (context.GetEndpoint()!.Metadata.GetMetadata<TokenInBody>() is not null)
                {
                    return next(context);
                }

                context.Response.Headers.WWWAuthenticate = "Bearer";
                return Problems.Of(StatusCodes.Status401Unauthorized, "a bearer token is missing or unknown: send Authorization: Bearer <token>").ExecuteAsync(context);
            }

            context.Features.Set(caller);
            return next(context);
        }));
    }

    private static Caller? Identify(TokenBook book, HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return book.IsDisabled ? Caller.Anyone
            : header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? book.Find(header[Scheme.Length..].Trim())
            : null;
    }
}
