namespace GateService.Core.Words;

/// <summary>"Did you mean": the known name that a typo most likely stands for.</summary>
public static class Closest
{
    /// <summary>A longer one is no typo; distances cost by length times length.</summary>
    private const int LongestName = 256;

    /// <summary>The nearest of <paramref name="known"/> by edit distance, or null when none is near.</summary>
    public static string? To(string name, IEnumerable<string> known) => name.Length > LongestName ? null : known
        // Names whose lengths differ by more are further apart than that, and need no table to say so.
        .Where(candidate => Math.Abs(candidate.Length - name.Length) <= Furthest(name))
        .Select(candidate => (candidate, distance: Distance(name.ToLowerInvariant(), candidate.ToLowerInvariant())))
        .Where(found => found.distance <= Furthest(name))
        .OrderBy(found => found.distance).ThenBy(found => found.candidate, StringComparer.Ordinal)
        .Select(found => found.candidate)
        .FirstOrDefault();

    /// <summary>" Did you mean 'x'?", or nothing.</summary>
    public static string Hint(string name, IEnumerable<string> known) => To(name, known) is { } near ? $"; did you mean '{near}'?" : "";

    private static int Furthest(string name) => Math.Max(2, name.Length / 3);

    /// <summary>Levenshtein's distance, row by row.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substitution = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substitution, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[^1];
    }
}
