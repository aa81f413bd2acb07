using NewRelic.Simulator.Requests;

namespace NewRelic.Simulator.Worlds;

/// <summary><c>/simulator/worlds</c>.</summary>
internal static class WorldEndpoints
{
    private static readonly string Kinds = string.Join(", ", Enum.GetValues<WorldKind>().Select(kind => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName($"{kind}")));

    public static void AddWorlds(this IServiceCollection services)
    {
        services.AddSingleton<WorldRegistry>();
        services.AddHostedService<RealtimeWorlds>();
    }

    public static void MapWorlds(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/simulator/worlds", CreateAsync);
        routes.MapGet("/simulator/worlds", (WorldRegistry worlds) => TypedResults.Ok(worlds.All.Select(world => world.View())));
        routes.MapGet("/simulator/worlds/{id}", Show);
        routes.MapGet("/simulator/worlds/{id}/truth", Truth);
        routes.MapPut("/simulator/worlds/{id}", SetWeightAsync);
        routes.MapDelete("/simulator/worlds/{id}", Remove);
        routes.MapPost("/simulator/worlds/{id}/advance", AdvanceAsync);
    }

    private static async Task<IResult> CreateAsync(HttpContext http, WorldRegistry worlds, TimeProvider time)
    {
        var (request, broken) = await JsonBody.ReadAsync<WorldRequest>(http);
        if (request is null)
        {
            return Refuse($"{broken}; kinds are {Kinds}");
        }

        var complaints = request.Complaints().ToList();
        if (complaints.Count > 0)
        {
            return Refuse(string.Join("; ", complaints));
        }

        var world = worlds.Create(request.ToSpec(time.GetUtcNow()), request.Weight);
        world.EmitHistory();
        var view = world.View();
        return TypedResults.Created($"/simulator/worlds/{view.Id}", view);
    }

    private static async Task<IResult> AdvanceAsync(string id, HttpContext http, WorldRegistry worlds)
    {
        if (!worlds.TryGet(id, out var world))
        {
            return TypedResults.NotFound();
        }

        var (advance, broken) = await JsonBody.ReadAsync<WorldAdvance>(http);
        return advance switch
        {
            null => Refuse(broken!),
            { Length: null } => Refuse($"duration is '{advance.Duration}', expected 1s to 24h such as 90s, 10m or 1h30m"),
            { Weight: < 0 or > 100 } => Refuse($"weight is {advance.Weight}, expected 0 to 100"),
            _ => TypedResults.Ok(world.Advance(advance.Length.Value, advance.Weight)),
        };
    }

    private static IResult Show(string id, WorldRegistry worlds) =>
        worlds.TryGet(id, out var world) ? TypedResults.Ok(world.View()) : TypedResults.NotFound();

    /// <summary>What a gate should find in a window; the ledger knows whole minutes.</summary>
    private static IResult Truth(string id, WorldRegistry worlds, long? since, long? until)
    {
        if (!worlds.TryGet(id, out var world))
        {
            return TypedResults.NotFound();
        }

        foreach (var (name, value) in new[] { ("since", since), ("until", until) })
        {
            if (value is null || value % 60_000 != 0 || value is < 0 or >= 10_000_000_000_000)
            {
                return Refuse($"{name} is {(value is null ? "absent" : value)}, expected milliseconds since 1970 of a whole minute");
            }
        }

        return TypedResults.Ok(world.Told(DateTimeOffset.FromUnixTimeMilliseconds(since!.Value), DateTimeOffset.FromUnixTimeMilliseconds(until!.Value)));
    }

    private static async Task<IResult> SetWeightAsync(string id, HttpContext http, WorldRegistry worlds)
    {
        if (!worlds.TryGet(id, out var world))
        {
            return TypedResults.NotFound();
        }

        var (body, broken) = await JsonBody.ReadAsync<WorldWeight>(http);
        if (body is null or { Weight: < 0 or > 100 })
        {
            return Refuse(broken ?? $"weight is {body!.Weight}, expected 0 to 100");
        }

        world.SetWeight(body.Weight);
        return TypedResults.Ok(world.View());
    }

    private static IResult Remove(string id, WorldRegistry worlds) => worlds.Remove(id) ? TypedResults.NoContent() : TypedResults.NotFound();

    private static IResult Refuse(string why) => TypedResults.Problem(why, statusCode: StatusCodes.Status400BadRequest);
}
