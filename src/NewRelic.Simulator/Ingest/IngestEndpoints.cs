namespace NewRelic.Simulator.Ingest;

/// <summary>Where events come in.</summary>
internal static class IngestEndpoints
{
    public static void MapIngest(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/accounts/{id:int}/events", EventApiEndpoint.AcceptAsync);
        routes.MapPost("/simulator/events", SeedEndpoints.SeedAsync);
        routes.MapGet("/simulator/events", SeedEndpoints.Count);
        routes.MapDelete("/simulator/events", SeedEndpoints.Clear);
    }
}
