using System.Reflection;
using ArchUnitNET.Loader;

namespace GateService.Tests.Guards;

/// <summary>Which rooms (namespaces) of an assembly know which others, from its compiled code.</summary>
internal static class RoomGraph
{
    /// <summary>Arrows between rooms, by their names below the assembly's own; the top has none.</summary>
    public static IReadOnlyList<(string From, string To)> Of(Assembly assembly, string root) =>
    [
        .. new ArchLoader().LoadAssemblies(assembly).Build().Types
            .Where(type => type.Namespace is { } space && IsInside(space.FullName, root))
            .SelectMany(type => type.Dependencies.Select(dependency => dependency.Target.Namespace?.FullName).OfType<string>().Where(target => IsInside(target, root))
                .Select(target => (Room(type.Namespace.FullName, root), Room(target, root))))
            .Where(arrow => arrow.Item1 != arrow.Item2).Distinct().OrderBy(arrow => arrow.Item1, StringComparer.Ordinal).ThenBy(arrow => arrow.Item2, StringComparer.Ordinal),
    ];

    private static bool IsInside(string name, string root) => name == root || name.StartsWith(root + ".", StringComparison.Ordinal);

    private static string Room(string name, string root) => name == root ? "" : name[(root.Length + 1)..];
}
