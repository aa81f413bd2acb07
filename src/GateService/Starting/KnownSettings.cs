using System.ComponentModel;
using System.Reflection;
using GateService.Callers;
using GateService.Core.Words;
using GateService.Gates;
using GateService.History;
using GateService.Http;
using GateService.Notifications;
using GateService.Policies;
using GateService.Telemetry;
using Microsoft.Extensions.Options;
using NewRelic.Api;

namespace GateService.Starting;

/// <summary>
/// Holds every setting under one of our sections to the options that read it. What nobody reads is a typo, and a gate that ignored it would run by other
/// settings than somebody wrote. What stands outside of our sections is somebody else's.
/// </summary>
internal static class KnownSettings
{
    /// <summary>Every section and the options it is read into.</summary>
    public static IReadOnlyDictionary<string, Type> Sections { get; } = new Dictionary<string, Type>(StringComparer.OrdinalIgnoreCase)
    {
        ["Auth"] = typeof(AuthOptions),
        ["Gate"] = typeof(GateOptions),
        ["History"] = typeof(HistoryOptions),
        ["NewRelic"] = typeof(NerdGraphOptions),
        ["Notifications"] = typeof(NotificationOptions),
        ["Policies"] = typeof(PolicyOptions),
        ["Shares"] = typeof(SharesOptions),
        ["Telemetry"] = typeof(TelemetryOptions),
    };

    /// <exception cref="OptionsValidationException">At least one setting is unknown or cannot be read; all of them are in it.</exception>
    public static void Check(IConfigurationRoot configuration)
    {
        var faults = Sections.SelectMany(section => Faults(configuration, configuration.GetSection(section.Key), section.Value))
            .Concat(MisspeltSections(configuration)).Concat(OtherSettings.Faults(configuration)).ToList();
        if (faults.Count > 0)
        {
            throw new OptionsValidationException("settings", typeof(KnownSettings), faults);
        }
    }

    /// <summary>Every setting of that type that somebody wrote.</summary>
    public static IEnumerable<IConfigurationSection> Values(IConfiguration configuration, Type type) =>
        Sections.SelectMany(section => Leaves(configuration.GetSection(section.Key), section.Value)).Where(leaf => leaf.Type == type && leaf.Section.Value is not null).Select(leaf => leaf.Section);

    /// <summary>What stands below a section, each with the type it is read into.</summary>
    private static IEnumerable<(IConfigurationSection Section, Type Type)> Leaves(IConfigurationSection section, Type type) =>
        Converter(type) is not null ? [(section, Nullable.GetUnderlyingType(type) ?? type)]
        : ElementOf(type) is { } element ? section.GetChildren().SelectMany(child => Leaves(child, element))
        : section.GetChildren().SelectMany(child => Writable(type).TryGetValue(child.Key, out var property) ? Leaves(child, property.PropertyType) : []);

    private static Dictionary<string, PropertyInfo> Writable(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite).ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<string> Faults(IConfigurationRoot root, IConfigurationSection section, Type type)
    {
        if (Converter(type) is { } converter)
        {
            return section.GetChildren().Any() ? [$"{Where(root, section)} has settings below it: expected {Expected(type)}"]
                : section.Value is { } value && !Converts(converter, type, value) ? [$"{Where(root, section)} is '{value}': expected {Expected(type)}"]
                : [];
        }

        if (ElementOf(type) is { } element)
        {
            return section.GetChildren().SelectMany(child => Faults(root, child, element))
                .Concat(string.IsNullOrEmpty(section.Value) ? [] : [$"{Where(root, section)} is '{section.Value}': expected entries such as {section.Path}:0"]);
        }

        var known = Writable(type);
        return section.GetChildren().SelectMany(child => known.TryGetValue(child.Key, out var property)
            ? Faults(root, child, property.PropertyType)
            : [$"{Where(root, child)} is no known setting: {Instead(child.Key, section.Path, known.Keys)}"]);
    }

    /// <summary>A section nobody knows is somebody else's, unless its name is nearly one of ours and so is what stands in it.</summary>
    private static IEnumerable<string> MisspeltSections(IConfigurationRoot root) =>
        from section in root.GetChildren()
        where !Sections.ContainsKey(section.Key)
        let near = Closest.To(section.Key, Sections.Keys)
        where near is not null
        from child in section.GetChildren()
        where Sections[near].GetProperties().Any(property => property.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase))
        select $"{Where(root, child)} is no known setting; did you mean '{near}:{child.Key}'?";

    private static string Instead(string key, string section, IEnumerable<string> known) => Closest.To(key, known) is { } near
        ? $"did you mean '{section}:{near}'?"
        : $"expected one of {string.Join(", ", known.Order(StringComparer.Ordinal))}";

    /// <summary>The key, and who set it last.</summary>
    private static string Where(IConfigurationRoot root, IConfigurationSection section) => $"{section.Path} ({SettingPlace.Of(root, section)})";

    private static bool Converts(TypeConverter converter, Type type, string value)
    {
        try
        {
            return (value.Length == 0 && Nullable.GetUnderlyingType(type) is not null) || type == typeof(string) || (type == typeof(TimeSpan) && DurationText.Read(value) is not null)
                || (!IsBareDuration(type, value) && converter.ConvertFromInvariantString(value) is not null && IsNamed(Nullable.GetUnderlyingType(type) ?? type, value)) || value.Length == 0;
        }
#pragma warning disable CA1031 // Converters wrap what they do not take into exceptions of any type.
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
    }

    /// <summary>.NET takes a number alone for days; whoever writes it means seconds, or nothing at all.</summary>
    private static bool IsBareDuration(Type type, string value) => type == typeof(TimeSpan) && value.Trim() is var text && text.Length > 0 && text.All(char.IsAsciiDigit) && text.Any(digit => digit != '0');

    /// <summary>Any number can be made a member of an enumeration; nobody would know what to do with it.</summary>
    private static bool IsNamed(Type type, string value) => !type.IsEnum || Enum.GetNames(type).Contains(value.Trim(), StringComparer.OrdinalIgnoreCase);

    private static TypeConverter? Converter(Type type) =>
        type == typeof(string) || TypeDescriptor.GetConverter(type) is var converter && converter.GetType() != typeof(CollectionConverter) && converter.CanConvertFrom(typeof(string))
            ? TypeDescriptor.GetConverter(type)
            : null;

    private static Type? ElementOf(Type type) => type.GetInterfaces().Append(type)
        .Where(of => of.IsGenericType && (of.GetGenericTypeDefinition() == typeof(IDictionary<,>) || of.GetGenericTypeDefinition() == typeof(IEnumerable<>)))
        .OrderBy(of => of.GetGenericTypeDefinition() == typeof(IDictionary<,>) ? 0 : 1)
        .Select(of => of.GetGenericArguments()[^1]).FirstOrDefault();

    private static string Expected(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return plain == typeof(TimeSpan) ? "a duration such as 30s, 10m or 7d, or as hh:mm:ss"
            : plain == typeof(DateTimeOffset) ? "a moment such as 2027-06-30T00:00:00Z"
            : plain == typeof(bool) ? "true or false"
            : plain == typeof(int) || plain == typeof(long) ? "a whole number"
            : plain == typeof(double) ? "a number"
            : plain == typeof(Uri) ? "a URL"
            : plain.IsEnum ? string.Join(", ", Enum.GetNames(plain))
            : "one value";
    }
}
