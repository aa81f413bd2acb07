using GraphQL.Resolvers;
using GraphQL.Types;
using GraphQL.Utilities;
using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.NerdGraph;

/// <summary>The schema as <c>nerdgraph.graphql</c> states it, with a resolver where a property of the same name will not do.</summary>
internal static class NerdGraphSchema
{
    public static ISchema Build(NrqlFields nrql, ChangeTracking changes, Entities entities, DropRules drops, EventStore events)
    {
        var schema = Schema.For(Definition(), builder =>
        {
            Resolve(builder, "RootQueryType", "actor", _ => new object());
            Resolve(builder, "RootQueryType", "requestContext", _ => new { UserId = "1" });
            Resolve(builder, "Actor", "user", _ => SimulatedUser.Only);
            Resolve(builder, "Actor", "account", NrqlFields.Account);
            Resolve(builder, "Actor", "accounts", NrqlFields.Accounts);
            Resolve(builder, "Actor", "entity", entities.Find);
            Resolve(builder, "Actor", "entities", entities.FindAll);
            Resolve(builder, "Actor", "entitySearch", entities.Search);
            builder.Types.For("ApmApplicationEntity").IsTypeOf<EntityRow>();
            builder.Types.For("ApmApplicationEntityOutline").IsTypeOf<EntityRow>();
            Nobody(builder, "GenericEntity", "BrowserApplicationEntityOutline", "DashboardEntityOutline", "GenericEntityOutline", "InfrastructureHostEntityOutline", "SyntheticMonitorEntityOutline");
            Resolve(builder, "Actor", "queryHistory", _ => new { Nrql = nrql.History() });
            ResolveAsync(builder, "Actor", "nrql", nrql.CrossAccountAsync);
            Resolve(builder, "Actor", "nrqlQueryProgress", nrql.Progress);
            ResolveAsync(builder, "Account", "nrql", nrql.OneAccountAsync);
            Resolve(builder, "Account", "nrqlQueryProgress", nrql.Progress);
            Resolve(builder, "Account", "reportingEventTypes", context => NrqlFields.EventTypes(context, ((AccountRow)context.Source!).Id, events));
            Resolve(builder, "AccountOutline", "reportingEventTypes", context => NrqlFields.EventTypes(context, ((AccountRow)context.Source!).Id, events));
            Resolve(builder, "Account", "nrqlDropRules", drops.List);
            Resolve(builder, "NrdbResultContainer", "embeddedChartUrl", _ => "https://chart-embed.service.newrelic.com/herald/simulated");
            Resolve(builder, "NrdbResultContainer", "staticChartUrl", _ => "https://gorgon.nr-assets.net/image/simulated");
            Resolve(builder, "RootMutationType", "nrqlCancelQuery", nrql.Cancel);
            Resolve(builder, "RootMutationType", "changeTrackingCreateEvent", changes.Create);
            Resolve(builder, "RootMutationType", "changeTrackingCreateDeployment", changes.CreateDeployment);
            Resolve(builder, "RootMutationType", "nrqlDropRulesCreate", drops.Create);
            Resolve(builder, "RootMutationType", "nrqlDropRulesDelete", drops.Delete);
        });
        foreach (var scalar in NerdGraphScalar.All())
        {
            schema.RegisterType(scalar);
        }

        schema.RegisterType(new AnyScalar("ChangeTrackingRawCustomAttributesMap"));
        schema.Initialize();
        return schema;
    }

    /// <summary>Types that clients ask fragments of and that no entity here is of.</summary>
    private static void Nobody(SchemaBuilder builder, params string[] types)
    {
        foreach (var type in types)
        {
            builder.Types.For(type).IsTypeOfFunc = _ => false;
        }
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
