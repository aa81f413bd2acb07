namespace NewRelic.Simulator.Requests;

/// <summary>One NRQL query of a request.</summary>
/// <param name="Alias">Its alias in the document, or the field's name.</param>
/// <param name="Accounts">Accounts it asked.</param>
/// <param name="Nrql">Its text as sent.</param>
internal sealed record AskedQuery(string Alias, IReadOnlyList<int> Accounts, string Nrql);
