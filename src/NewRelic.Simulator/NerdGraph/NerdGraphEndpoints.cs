namespace NewRelic.Simulator.NerdGraph;

/// <summary><c>POST /graphql</c>.</summary>
internal static class NerdGraphEndpoints
{
    public static void AddNerdGraph(this IServiceCollection services)
    {
        services.AddSingleton<ApiKeys>();
        services.AddSingleton<QueryLimits>();
        services.AddSingleton<AsyncQueries>();
        services.AddSingleton<NrqlFields>();
        services.AddSingleton<ChangeTracking>();
        services.AddSingleton<Entities>();
        services.AddSingleton<DropRules>();
        services.AddSingleton<NerdGraphServer>();
    }

    public static void MapNerdGraph(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/graphql", (HttpContext http, NerdGraphServer server) => server.HandleAsync(http));
}
