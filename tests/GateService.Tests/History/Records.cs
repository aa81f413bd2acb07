using System.Collections;
using System.Reflection;
using GateService.Core.Policies;
using GateService.History;

namespace GateService.Tests.History;

/// <summary>A record in which every property of every type holds something, made by reflection: a new one is filled as well.</summary>
internal static class Records
{
    private const int Deepest = 12;
    private static int _number;

    public static DecisionRecord Filled() => (DecisionRecord)Fill(typeof(DecisionRecord), 0)! with { Format = DecisionRecord.CurrentFormat };

    public static GatePolicy FilledPolicy => (GatePolicy)Fill(typeof(GatePolicy), 0)!;

    private static object? Fill(Type type, int depth) => type switch
    {
        _ when depth > Deepest => null,
        _ when Nullable.GetUnderlyingType(type) is { } inner => Fill(inner, depth),
        _ when type == typeof(string) => $"text {++_number} ö'\"\\<&>",
        _ when type == typeof(double) => 1.0 / ++_number,
        _ when type == typeof(int) || type == typeof(long) => Convert.ChangeType(++_number, type, System.Globalization.CultureInfo.InvariantCulture),
        _ when type == typeof(bool) => true,
        _ when type == typeof(object) => $"any {++_number}",
        _ when type == typeof(DateTimeOffset) => new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)).AddTicks(++_number),
        _ when type == typeof(TimeSpan) => TimeSpan.FromTicks(++_number * 1234567L),
        _ when type == typeof(DateOnly) => new DateOnly(2026, 1, 2).AddDays(++_number),
        _ when type.IsEnum => Enum.GetValues(type).GetValue(Enum.GetValues(type).Length - 1),
        _ when type == typeof(StepLimits) => new StepLimits(new Dictionary<double, double> { [2.5] = 1.0 / 3, [25] = 0.1 }),
        _ when type == typeof(StepDemands) => new StepDemands(new Dictionary<double, StepDemand> { [5] = StepDemand.NoHarm, [50] = StepDemand.Proven }),
        _ when type == typeof(Consequences) => new Consequences(new Dictionary<double, Consequence> { [5] = Consequence.Hold, [50] = Consequence.Fail }),
        _ when type.IsArray => FillArray(type.GetElementType()!, depth),
        _ when type.IsGenericType && type.GetGenericArguments() is [var item] => FillList(item, depth),
        _ when type.IsGenericType && type.GetGenericArguments() is [var key, var value] => FillDictionary(key, value, depth),
        _ when type.IsAbstract => Fill(Kinds(type)[_number++ % Kinds(type).Count], depth),
        _ => FillObject(type, depth),
    };

    private static List<Type> Kinds(Type type) => [.. type.Assembly.GetTypes().Where(kind => !kind.IsAbstract && kind.IsAssignableTo(type)).OrderBy(kind => kind.Name, StringComparer.Ordinal)];

    private static Array FillArray(Type item, int depth)
    {
        var array = Array.CreateInstance(item, 2);
        array.SetValue(Fill(item, depth + 1), 0);
        array.SetValue(Fill(item, depth + 1), 1);
        return array;
    }

    /// <summary>One of each kind where there are several.</summary>
    private static IList FillList(Type item, int depth)
    {
        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(item))!;
        foreach (var kind in item.IsAbstract ? Kinds(item) : [item])
        {
            list.Add(Fill(kind, depth + 1));
        }

        return list;
    }

    private static IDictionary FillDictionary(Type key, Type value, int depth)
    {
        var dictionary = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(key, value))!;
        dictionary.Add(Fill(key, depth + 1)!, Fill(value, depth + 1));
        return dictionary;
    }

    private static object FillObject(Type type, int depth)
    {
        var constructor = type.GetConstructors().OrderByDescending(candidate => candidate.GetParameters().Length).First();
        var made = constructor.Invoke([.. constructor.GetParameters().Select(parameter => Fill(parameter.ParameterType, depth + 1))]);
        foreach (var property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(property => property.SetMethod is not null))
        {
            property.SetValue(made, Fill(property.PropertyType, depth + 1));
        }

        return made;
    }
}
