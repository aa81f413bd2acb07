using Microsoft.Extensions.Options;

namespace GateService.Starting;

/// <summary>
/// Until the gate runs, the host's and the server's own lines about a start that failed are left away: they are stack traces, and whoever started the
/// gate says the same in a sentence.
/// </summary>
internal sealed class StartLog(IServiceProvider services) : IPostConfigureOptions<LoggerFilterOptions>
{
    private static readonly string[] Categories = ["Microsoft.Extensions.Hosting.Internal.Host", "Microsoft.AspNetCore.Server.Kestrel"];

    private IHostApplicationLifetime? _lifetime;

    public void PostConfigure(string? name, LoggerFilterOptions options)
    {
        foreach (var category in Categories)
        {
            options.Rules.Add(new LoggerFilterRule(null, category, LevelOf(options, category), (_, _, level) => level < LogLevel.Error || HasStarted()));
        }
    }

    /// <summary>Asked for late: the lifetime of the host needs a log itself.</summary>
    private bool HasStarted() => (_lifetime ??= services.GetRequiredService<IHostApplicationLifetime>()).ApplicationStarted.IsCancellationRequested;

    /// <summary>What the settings say of the category, so that nothing else changes for it.</summary>
    private static LogLevel? LevelOf(LoggerFilterOptions options, string category) => options.Rules
        .Where(rule => rule.ProviderName is null && (rule.CategoryName is null || category.StartsWith(rule.CategoryName, StringComparison.OrdinalIgnoreCase)))
        .OrderBy(rule => rule.CategoryName?.Length ?? 0).LastOrDefault()?.LogLevel ?? options.MinLevel;
}
