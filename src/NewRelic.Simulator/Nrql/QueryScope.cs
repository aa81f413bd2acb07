namespace NewRelic.Simulator.Nrql;

/// <summary>What expressions of a query may refer to besides the event.</summary>
internal sealed record QueryScope(IReadOnlyList<VariableNode> Variables, TimeZoneInfo Zone, NrqlRules Rules, SubqueryRunner Subqueries);
