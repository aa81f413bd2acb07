using GateService.Callers;
using GateService.Pages.SignIn;
using Microsoft.Extensions.Logging.Console;

namespace GateService.Http;

/// <summary>People read a terminal, collectors read JSON with the moment in it; <c>Logging:Console:FormatterName</c> decides otherwise.</summary>
internal static class LogLines
{
    public static IServiceCollection AddLogLines(this IServiceCollection services)
    {
        services.PostConfigure<ConsoleLoggerOptions>(console =>
            console.FormatterName ??= Console.IsOutputRedirected ? ConsoleFormatterNames.Json : ConsoleFormatterNames.Simple);
        services.PostConfigure<JsonConsoleFormatterOptions>(json =>
        {
            json.TimestampFormat ??= "O";
            json.UseUtcTimestamp = true;
            // The decision's id is in the scope of every line of its evaluation.
            json.IncludeScopes = true;
        });
        // A framework's own words about each request without a good token or session: the refusal log says the same, and not more often than anybody can read.
        foreach (var handler in new[] { typeof(BearerHandler), typeof(SessionHandler) })
        {
            services.AddLogging(logging => logging.AddFilter(handler.FullName, LogLevel.Warning));
        }

        return services;
    }
}
