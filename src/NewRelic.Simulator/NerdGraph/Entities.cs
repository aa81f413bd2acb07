using System.Text.Json.Nodes;
using GraphQL;
using NewRelic.Simulator.Nrql;

namespace NewRelic.Simulator.NerdGraph;

/// <summary>Entities: an APM application for every <c>appName</c> that reported transactions or spans in the last eight days.</summary>
internal sealed class Entities(NrqlEngine engine)
{
    private const int MostEntities = 200;

    public object? Find(IResolveFieldContext context) => All(context).Find(entity => entity.Guid == context.GetArgument<string>("guid"));

    public object FindAll(IResolveFieldContext context)
    {
        var guids = context.GetArgument<List<string?>>("guids");
        return All(context).Where(entity => guids.Contains(entity.Guid)).ToList();
    }

    /// <exception cref="NerdGraphError">The query is no condition.</exception>
    public object Search(IResolveFieldContext context)
    {
        var query = context.GetArgument<string?>("query");
        var builder = context.GetArgument<Dictionary<string, object?>?>("queryBuilder") ?? [];
        var found = EntityCondition.Of(query, All(context)).Where(entity => Fits(entity, builder)).ToList();
        return new
        {
            found.Count,
            Query = query,
            Results = new { Entities = found.Take(MostEntities).ToList(), NextCursor = (string?)null },
            Types = found.GroupBy(entity => (entity.Domain, entity.Type, entity.EntityType)).Select(group => new { Count = group.Count(), group.Key.Domain, group.Key.Type, group.Key.EntityType }).ToList(),
        };
    }

    private static bool Fits(EntityRow entity, Dictionary<string, object?> builder) =>
        (builder.GetValueOrDefault("name") is not string name || entity.Name.Contains(name, StringComparison.OrdinalIgnoreCase))
        && (builder.GetValueOrDefault("domain") is not string domain || domain == entity.Domain)
        && (builder.GetValueOrDefault("type") is not string type || type == entity.Type)
        && builder.GetValueOrDefault("reporting") is not false
        && (builder.GetValueOrDefault("tags") is not IEnumerable<object> tags || tags.OfType<IDictionary<string, object?>>().All(tag =>
            EntityCondition.Of($"`tags.{tag["key"]}` = '{$"{tag["value"]}".Replace("'", "\\'", StringComparison.Ordinal)}'", [entity]).Any()));

    private List<EntityRow> All(IResolveFieldContext context)
    {
        var known = NerdGraphCall.Of(context).Accounts;
        return [.. (known.Count == 0 ? [1] : known).SelectMany(account => Names(account).Select(name => new EntityRow(account, name)))];
    }

    private IEnumerable<string> Names(int account) =>
        (engine.Execute("SELECT uniques(appName, 10000) AS names FROM Transaction, Span SINCE 8 days ago", [account]).Results[0]!["names"] as JsonArray ?? []).OfType<JsonValue>().Select(name => name.ToString());
}
