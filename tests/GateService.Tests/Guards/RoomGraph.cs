using System.Reflection;
using ArchUnitNET.Loader;

namespace GateService.Tests.Guards;

/// <summary>Which rooms (namespaces) of an assembly know which others, from its compiled code.</summary>
internal static class RoomGraph
{
    /// <summary>Arrows between rooms, by their names below the assembly's own; the top has none.</summary>
    public static IReadOnlyList<(string From, string To)> Of(Assembly assembly, string root)
    {
        // Another assembly may have a namespace below ours.
        var rooms = assembly.GetTypes().Select(type => type.Namespace).OfType<string>().Where(name => IsInside(name, root)).ToHashSet();
        return
        [
            .. new ArchLoader().LoadAssemblies(assembly).Build().Types.Where(type => rooms.Contains(type.Namespace.FullName))
                .SelectMany(type => type.Dependencies.Select(dependency => dependency.Target.Namespace?.FullName).OfType<string>().Where(rooms.Contains)
                    .Select(target => (From: Room(type.Namespace.FullName, root), To: Room(target, root))))
                .Where(arrow => arrow.From != arrow.To).Distinct().OrderBy(arrow => arrow.From, StringComparer.Ordinal).ThenBy(arrow => arrow.To, StringComparer.Ordinal),
        ];
    }

    private static bool IsInside(string name, string root) => name == root || name.StartsWith(root + ".", StringComparison.Ordinal);

    private static string Room(string name, string root) => name == root ? "" : name[(root.Length + 1)..];
}
