using System.Reflection;
using GateService.Core.Words;
using GateService.Wire;

namespace GateService.Http;

/// <summary>
/// Every parameter of a query is one that the endpoint reads, and is given once: a misspelt filter would otherwise answer another question than was asked, and of two
/// values nobody could say which counts. Only of what is read: a question to the gate is a body, and no query beside it shall cost a verdict.
/// </summary>
internal static class KnownQuery
{
    private const int MostFaults = 10;

    public static RouteGroupBuilder ReadsKnownQueries(this RouteGroupBuilder group)
    {
        group.AddEndpointFilterFactory((endpoint, next) => Names(endpoint.MethodInfo) is var names
            ? context => Faults(context.HttpContext, names) is { Count: > 0 } faults ? ValueTask.FromResult<object?>(Problems.Invalid(faults)) : next(context)
            : next);
        ((IEndpointConventionBuilder)group).Add(endpoint =>
        {
            if (endpoint.Metadata.OfType<HttpMethodMetadata>().Any(method => method.HttpMethods.Contains(HttpMethods.Get)))
            {
                endpoint.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status400BadRequest, typeof(HttpValidationProblemDetails), ["application/problem+json"]));
            }
        });
        return group;
    }

    /// <summary>A span of time that ends before it begins holds nothing, and was meant the other way round.</summary>
    public static void CheckSpan(DateTimeOffset? from, DateTimeOffset? to, string? given, Action<string, string> fault)
    {
        if (from is { } begin && to is { } end && begin >= end)
        {
            fault("from", $"'{Shown.Of(given)}': expected a moment before to");
        }
    }

    /// <summary>Of two names that share less than half of their letters, the one is no typo of the other.</summary>
    private static string Hint(string name, IReadOnlyList<string> known) =>
        Closest.To(name, known) is { } near && name.ToLowerInvariant().Intersect(near.ToLowerInvariant()).Count() * 2 > Math.Max(name.Length, near.Length) ? $"; did you mean '{near}'?" : "";

    private static string[] Names(MethodInfo handler) => [.. handler.GetParameters().Where(parameter => parameter.ParameterType == typeof(string)).Select(parameter => parameter.Name!)];

    private static Dictionary<string, string[]> Faults(HttpContext http, string[] names)
    {
        var faults = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (!HttpMethods.IsGet(http.Request.Method))
        {
            return faults;
        }

        var known = names.Except(http.Request.RouteValues.Keys, StringComparer.OrdinalIgnoreCase).ToList();
        foreach (var (name, values) in http.Request.Query.Take(MostFaults))
        {
            if (known.Find(each => each.Equals(name, StringComparison.OrdinalIgnoreCase)) is not { } meant)
            {
                faults[Shown.Of(name)] = [$"'{Shown.Short(values.ToString())}': is no parameter here{Hint(name, known)}: expected {(known.Count == 0 ? "none" : string.Join(", ", known))}"];
            }
            else if (values.Count > 1)
            {
                faults[meant] = [$"'{string.Join("', '", values.Take(MostFaults).Select(Shown.Short))}': is given {values.Count} times: expected it once"];
            }
        }

        return faults;
    }
}
