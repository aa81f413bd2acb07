using GateService.Wire;


namespace GateService.Http;

/// <summary>
/// No path and no query of ours holds a control character, and stores differ in what they make of one: PostgreSQL takes no NUL at all, which looked like a
/// store that is down. So it is told at the door, for every field there is or will be.
/// </summary>
internal static class PlainAddresses
{
    public static void UsePlainAddresses(this WebApplication app) => app.Use((http, next) =>
        Faults(http.Request) is { Count: > 0 } faults ? Problems.Invalid(faults).ExecuteAsync(http) : next(http));

    private static Dictionary<string, string[]> Faults(HttpRequest request)
    {
        var faults = new Dictionary<string, string[]>();
        Look("path", request.Path.Value);
        foreach (var (name, values) in request.Query)
        {
            foreach (var value in values)
            {
                Look(Shown.Of(name), value);
            }
        }

        return faults;

        void Look(string field, string? text)
        {
            if (text is not null && text.Any(char.IsControl))
            {
                faults[field] = [$"'{Shown.Of(text)}': expected text without control characters (such as %00)"];
            }
        }
    }
}
