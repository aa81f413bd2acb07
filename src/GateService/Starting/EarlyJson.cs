using System.Text.Json;
using GateService.History;
using GateService.Wire;

namespace GateService.Starting;

/// <summary>
/// What answers and records look like as JSON is found by reflection, type by type, and takes as long as putting the host together. It needs nothing of the host, so it is done
/// on another core meanwhile; whoever needs it first waits for it no longer than if he did it himself.
/// </summary>
internal static class EarlyJson
{
    /// <summary>Begins, and does not wait. What goes wrong goes wrong again where it is needed, and is told there.</summary>
    public static void Begin() => _ = Task.Run(() => Look(JsonAnswer.Options, typeof(EvaluateResponse)) + Look(RecordJson.Stored, typeof(DecisionRecord)));

    /// <summary>How many types were met below one, itself included.</summary>
    public static int Look(JsonSerializerOptions options, Type root)
    {
        // As the first use of them does.
        options.MakeReadOnly(populateMissingResolver: true);
        var (met, open) = (new HashSet<Type> { root }, new Stack<Type>([root]));
        while (open.TryPop(out var type))
        {
            var known = options.GetTypeInfo(type);
            var below = known.Properties.Select(property => property.PropertyType).Concat(known.PolymorphismOptions?.DerivedTypes.Select(kind => kind.DerivedType) ?? [])
                .Concat(new[] { known.ElementType, known.KeyType }.OfType<Type>());
            foreach (var next in below.Where(met.Add))
            {
                open.Push(next);
            }
        }

        return met.Count;
    }
}
