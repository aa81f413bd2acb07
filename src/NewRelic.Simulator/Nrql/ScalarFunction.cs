using NewRelic.Simulator.Storage;

namespace NewRelic.Simulator.Nrql;

/// <summary>A function of one event's values.</summary>
/// <param name="Fewest">Arguments it needs.</param>
/// <param name="Most">Arguments it takes.</param>
/// <param name="Apply">What it answers; the arguments named stand behind the others, absent ones too.</param>
/// <param name="Named">Names of further arguments, such as <c>precision:</c>.</param>
internal sealed record ScalarFunction(int Fewest, int Most, Func<Value[], Value> Apply, params string[] Named);
