using System.Globalization;
using System.Text.RegularExpressions;
using Charts.Tests.Helm;
using YamlDotNet.RepresentationModel;

namespace Charts.Tests.Argo.Rules;

/// <summary>One metric of an analysis, its fields with the arguments put in.</summary>
internal sealed partial record Metric(Analysis Analysis, YamlMappingNode Node)
{
    public string Name => Text("name") ?? "";

    /// <summary>For the words of a fault.</summary>
    public string Where => $"{Analysis.Where}: {Name}";

    public string? Text(string field) => Manifest.Scalar(Node, field) is { } text ? Analysis.Fill(text) : null;

    /// <summary>Null where it is not given or no number.</summary>
    public int? Number(string field) => int.TryParse(Text(field), CultureInfo.InvariantCulture, out var number) ? number : null;

    public bool IsNoNumber(string field) => Text(field) is not null && Number(field) is null;

    public IEnumerable<string> Providers => Manifest.Find(Node, "provider") is YamlMappingNode provider ? provider.Children.Keys.Select(key => key.ToString()) : [];

    /// <summary><c>90s</c>, <c>1m30s</c>; neither <c>1 minute</c> nor <c>1d</c>.</summary>
    public static bool IsDuration(string text) => Duration().IsMatch(text);

    [GeneratedRegex(@"^[-+]?(0|((\d+(\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h))+)$")]
    private static partial Regex Duration();
}
