using NewRelic.Simulator.Settings;

namespace NewRelic.Simulator.Nrql;

/// <summary>
/// Timeslice metrics want to know whose they are: appName, appId or entity.guid must be given
/// (docs.newrelic.com, "Query APM metric timeslice data with NRQL"; realAgentId by "Migrate metric timeslice queries to NRQL").
/// </summary>
internal static class TimesliceRule
{
    private static readonly HashSet<string> Sources = new(StringComparer.Ordinal) { "appName", "appId", "entity.guid", "entityGuid", "realAgentId" };

    /// <exception cref="NrqlException">The query asks for timeslices of everybody.</exception>
    public static void Check(NrqlQuery query, NrqlRules rules)
    {
        var asked = query.Select.SelectMany(item => Attributes(item.Expression)).FirstOrDefault(Timeslice);
        rules.Require(
            NrqlRule.TimesliceSource,
            !query.From.Contains("Metric") || asked is null || (query.Where is not null && Names(query.Where)),
            $"Queries for APM metric timeslice data must specify a data source: filter {asked} by appName, appId or entity.guid in the WHERE clause");
    }

    private static bool Timeslice(string attribute) => attribute.StartsWith("apm.", StringComparison.Ordinal) || attribute == "newrelic.timeslice.value";

    /// <summary>Whether a condition leaves the sources it names and no others.</summary>
    private static bool Names(Node condition) => condition switch
    {
        BinaryNode { Operator: "AND" } and => Names(and.Left) || Names(and.Right),
        BinaryNode { Operator: "OR" } or => Names(or.Left) && Names(or.Right),
        BinaryNode { Operator: "=" } equal => Sources.Overlaps(Attributes(equal.Left)) || Sources.Overlaps(Attributes(equal.Right)),
        LikeNode { Negated: false } like => Sources.Overlaps(Attributes(like.Operand)),
        InNode { Negated: false } list => Sources.Overlaps(Attributes(list.Operand)),
        _ => false,
    };

    private static IEnumerable<string> Attributes(Node node) => node.All().OfType<AttributeNode>().Select(attribute => attribute.Name);
}
