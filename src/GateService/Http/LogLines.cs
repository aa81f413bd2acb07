using Microsoft.Extensions.Logging.Console;

namespace GateService.Http;

/// <summary>People read a terminal, collectors read JSON with the moment in it; <c>Logging:Console:FormatterName</c> decides otherwise.</summary>
internal static class LogLines
{
    public static IServiceCollection AddLogLines(this IServiceCollection services)
    {
        services.PostConfigure<ConsoleLoggerOptions>(console =>
        {
            console.FormatterName ??= Console.IsOutputRedirected ? ConsoleFormatterNames.Json : ConsoleFormatterNames.Simple;
            // Lines wait where nobody reads them, and an answer must not wait with them.
            console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite;
        });
        services.PostConfigure<JsonConsoleFormatterOptions>(json =>
        {
            json.TimestampFormat ??= "O";
            json.UseUtcTimestamp = true;
            // The decision's id is in the scope of every line of its evaluation.
            json.IncludeScopes = true;
        });
        return services;
    }
}
