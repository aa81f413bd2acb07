using GraphQL.Resolvers;
using GraphQL.Types;
using GraphQL.Utilities;
using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.NerdGraph;

/// <summary>The schema as <c>nerdgraph.graphql</c> states it, with a resolver where a property of the same name will not do.</summary>
internal static class NerdGraphSchema
{
    public static ISchema Build(NrqlFields nrql, ChangeTracking changes, EventStore events)
    {
        var schema = Schema.For(Definition(), builder =>
        {
            Resolve(builder, "RootQueryType", "actor", _ => new object());
            Resolve(builder, "RootQueryType", "requestContext", _ => new { UserId = "1" });
            Resolve(builder, "Actor", "user", _ => new { Id = 1, Name = "Simulated User", Email = "simulated@example.com" });
            Resolve(builder, "Actor", "account", NrqlFields.Account);
            Resolve(builder, "Actor", "accounts", context => NrqlFields.Accounts(context, events));
            Resolve(builder, "Actor", "entity", _ => null);
            Resolve(builder, "Actor", "queryHistory", _ => new { Nrql = nrql.History() });
            ResolveAsync(builder, "Actor", "nrql", nrql.CrossAccountAsync);
            Resolve(builder, "Actor", "nrqlQueryProgress", nrql.Progress);
            ResolveAsync(builder, "Account", "nrql", nrql.OneAccountAsync);
            Resolve(builder, "Account", "nrqlQueryProgress", nrql.Progress);
            Resolve(builder, "NrdbResultContainer", "embeddedChartUrl", _ => "https://chart-embed.service.newrelic.com/herald/simulated");
            Resolve(builder, "NrdbResultContainer", "staticChartUrl", _ => "https://gorgon.nr-assets.net/image/simulated");
            Resolve(builder, "RootMutationType", "nrqlCancelQuery", nrql.Cancel);
            Resolve(builder, "RootMutationType", "changeTrackingCreateEvent", changes.Create);
        });
        foreach (var scalar in NerdGraphScalar.All())
        {
            schema.RegisterType(scalar);
        }

        schema.Initialize();
        return schema;
    }

    private static void Resolve(SchemaBuilder builder, string type, string field, Func<GraphQL.IResolveFieldContext, object?> resolve) =>
        builder.Types.For(type).FieldFor(field).Resolver = new FuncFieldResolver<object>(resolve);

    private static void ResolveAsync(SchemaBuilder builder, string type, string field, Func<GraphQL.IResolveFieldContext, Task<object?>> resolve) =>
        builder.Types.For(type).FieldFor(field).Resolver = new FuncFieldResolver<object>(context => new ValueTask<object?>(resolve(context)));

    private static string Definition()
    {
        using var stream = typeof(NerdGraphSchema).Assembly.GetManifestResourceStream("nerdgraph.graphql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
