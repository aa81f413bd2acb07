using System.Globalization;

namespace NewRelic.Simulator.Worlds.Dialects;

/// <summary>Ids that hang on names: the same for the same name, in every process.</summary>
internal static class Identity
{
    public const string Node = "ip-10-0-12-34.eu-central-1.compute.internal";

    public static long Number(string name) => 500_000_000 + (long)(Hash(name) % 9_000_000);

    /// <summary>Hexadecimal digits, at most 64.</summary>
    public static string Hex(string name, int digits) =>
        string.Concat(Enumerable.Range(0, (digits + 15) / 16).Select(part => Hash($"{name}{part}").ToString("x16", CultureInfo.InvariantCulture)))[..digits];

    /// <summary>An address inside the cluster.</summary>
    public static string Address(string name) => $"10.{Hash(name) % 200}.{(Hash(name) >> 8) % 250}.{1 + ((Hash(name) >> 16) % 250)}";

    /// <summary>FNV-1a, stirred.</summary>
    private static ulong Hash(string name)
    {
        unchecked
        {
            var hash = name.Aggregate(14695981039346656037UL, (seen, c) => (seen ^ c) * 1099511628211UL);
            hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9UL;
            return hash ^ (hash >> 31);
        }
    }
}
