namespace NewRelic.Simulator;

/// <summary><c>GET /</c> and <c>GET /health</c>.</summary>
internal static class HelpEndpoints
{
    private const string Help = """
        A New Relic look-alike. See docs/simulator.md.

        POST   /graphql                       NerdGraph: NRQL over GraphQL (header API-Key: NRAK-...)
        POST   /v1/accounts/{id}/events       Event API (header Api-Key)
        POST   /simulator/events              seed events: NDJSON, a JSON array or one object; ?accountId=1
        GET    /simulator/events              events per type
        DELETE /simulator/events              forget all events
        PUT    /simulator/faults              what goes wrong from now on; GET shows it, DELETE ends it
        GET    /simulator/requests            what was asked; DELETE forgets it
        POST   /simulator/worlds              a seeded fleet with a known truth; GET lists them
        GET    /simulator/worlds/{id}         one world; PUT sets its weight, DELETE ends it
        GET    /simulator/worlds/{id}/truth   what really happened in ?since=&until=
        POST   /simulator/worlds/{id}/advance emit the next stretch of virtual time
        GET    /health

        """;

    public static void MapHelp(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", () => TypedResults.Text(Help));
        routes.MapGet("/health", () => TypedResults.Ok(new { status = "ok" }));
    }
}
