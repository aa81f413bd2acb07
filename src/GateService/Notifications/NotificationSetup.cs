using GateService.Outbox;
using Microsoft.Extensions.Options;

namespace GateService.Notifications;

/// <summary>Channels, receivers and what sends to them.</summary>
internal static class NotificationSetup
{
    public static IServiceCollection AddNotifications(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<NotificationOptions>().Bind(configuration.GetSection("Notifications")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<NotificationOptions>>(_ => new NotificationOptionsValidator(bool.TryParse(configuration["History:Enabled"], out var areKept) ? areKept : null));
        services.AddHttpClient(HttpPost.ClientName, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                // A redirect would carry a message, and perhaps a token, to another host.
                AllowAutoRedirect = false,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                ConnectTimeout = TimeSpan.FromSeconds(3),
            });
        services.AddSingleton<Routes>();
        services.AddSingleton<HttpPost>();
        services.AddSingleton<IReceiver, SlackReceiver>();
        services.AddSingleton<IReceiver, TeamsReceiver>();
        services.AddSingleton<IReceiver, WebhookReceiver>();
        services.AddSingleton<IReceiver, NewRelicReceiver>();
        services.AddSingleton<Courier>();
        services.AddSingleton<OutboxStore>();
        services.AddSingleton<OutboxSignal>();
        services.AddSingleton<Messenger>();
        services.AddSingleton<UnkeptMessages>();
        services.AddHostedService(provider => provider.GetRequiredService<UnkeptMessages>());
        services.AddSingleton<OutboxDispatcher>();
        services.AddHostedService(provider => provider.GetRequiredService<OutboxDispatcher>());
        return services;
    }
}
