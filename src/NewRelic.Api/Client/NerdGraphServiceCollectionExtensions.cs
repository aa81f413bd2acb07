using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace NewRelic.Api.Client;

public static class NerdGraphServiceCollectionExtensions
{
    /// <summary>Adds a singleton <see cref="NerdGraphClient"/>, configured from <paramref name="section"/> (by convention <c>NewRelic</c>).</summary>
    public static IServiceCollection AddNerdGraph(this IServiceCollection services, IConfiguration section)
    {
        services.AddOptions<NerdGraphOptions>().Bind(section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<NerdGraphOptions>, NerdGraphOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddHttpClient(NerdGraphClient.HttpClientName, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                // A redirect would carry the key to another host.
                AllowAutoRedirect = false,
                AutomaticDecompression = DecompressionMethods.All,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                ConnectTimeout = TimeSpan.FromSeconds(3),
            });
        services.AddSingleton<NerdGraphClient>();
        return services;
    }
}
