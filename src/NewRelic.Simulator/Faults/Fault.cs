using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace NewRelic.Simulator.Faults;

/// <summary>One thing that goes wrong, as <c>PUT /simulator/faults</c> takes it.</summary>
internal sealed record Fault
{
    public required FaultKind Kind { get; init; }

    /// <summary>Concerns only queries (or, for a whole POST, documents, variables included) that hold this text, any case, or the alias so called.</summary>
    public string? Match { get; init; }

    /// <summary>Concerns only queries that this regular expression finds, any case.</summary>
    public string? Regex { get; init; }

    /// <summary>How often it strikes; absent: always.</summary>
    public int? Times { get; init; }

    /// <summary>Latency only, in milliseconds.</summary>
    public int? Milliseconds { get; init; }

    /// <summary>errorClass and partialData, such as <c>TIMEOUT</c>; default <c>SERVER_ERROR</c>.</summary>
    public string? ErrorClass { get; init; }

    /// <summary>errorClass and partialData, such as <c>NRDB:1109</c>.</summary>
    public string? ErrorCode { get; init; }

    public string? Message { get; init; }

    /// <summary>serverError only: 500 to 599, default 500.</summary>
    public int? Status { get; init; }

    /// <summary>tooManyRequests and serverError: the Retry-After header, in seconds.</summary>
    public int? RetryAfter { get; init; }

    public static string Kinds { get; } = string.Join(", ", Enum.GetValues<FaultKind>().Select(Camel));

    [JsonIgnore]
    public string Name => Camel(Kind);

    [JsonIgnore]
    public bool ConcernsWholePost => Kind > FaultKind.Deprecation;

    public bool Concerns(string text, string? alias = null) =>
        (Match is null || text.Contains(Match, StringComparison.OrdinalIgnoreCase) || Match == alias)
        && (Regex is null || System.Text.RegularExpressions.Regex.IsMatch(text, Regex, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)));

    /// <summary>What is wrong with it, or null.</summary>
    public string? Complaint() => this switch
    {
        { Kind: FaultKind.Latency, Milliseconds: not >= 0 } => "latency: give milliseconds, 0 or more",
        { Times: <= 0 } => $"{Name}: times is {Times}, expected 1 or more, or nothing for always",
        { Status: < 500 or > 599 } => $"{Name}: status is {Status}, expected 500 to 599",
        { RetryAfter: < 0 } => $"{Name}: retryAfter is {RetryAfter}, expected seconds, 0 or more",
        { Regex: { } pattern } when !IsRegex(pattern) => $"{Name}: regex '{pattern}' is not a regular expression",
        _ => null,
    };

    private static string Camel(FaultKind kind) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName($"{kind}");

    private static bool IsRegex(string pattern)
    {
        try
        {
            _ = new Regex(pattern);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
