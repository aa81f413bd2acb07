using System.Text.Json;
using GateService.Gates;
using GateService.Http;

namespace GateService.History;

/// <summary>Decisions to read again.</summary>
internal static class DecisionEndpoints
{
    public static IServiceCollection AddHistory(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<HistoryOptions>().Bind(configuration.GetSection("History"))
            .Validate(options => !string.IsNullOrWhiteSpace(options.ConnectionString), "History:ConnectionString is empty")
            .Validate(options => DecisionStore.Understands(options.ConnectionString), "History:ConnectionString: expected SQLite's (Data Source=...) or PostgreSQL's (Host=...)")
            .Validate(options => options.Patience > TimeSpan.Zero, "History:Patience: expected a positive duration")
            .ValidateOnStart();
        services.AddSingleton<DecisionStore>();
        return services;
    }

    public static void MapDecisions(this RouteGroupBuilder group) => group.MapGroup("/decisions").WithTags("Decisions")
        .MapGet("/{id}", GetAsync).WithName("GetDecision").WithSummary("One decision: what was asked and what was answered.")
        .Produces<DecisionDocument>().ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status404NotFound);

    private static async Task<IResult> GetAsync(string id, HttpContext http, DecisionStore store)
    {
        var caller = http.Features.Get<Caller>() ?? Caller.Anyone;
        var stored = await store.FindAsync(id, http.RequestAborted);
        return stored is not null && caller.Refuses(stored.Service, stored.Namespace, null) is null
            ? JsonAnswer.Of(JsonSerializer.Deserialize<JsonElement>(stored.Document))
            : Problems.Of(StatusCodes.Status404NotFound, $"there is no decision '{Shown.Of(id)}' that this token may read");
    }
}
