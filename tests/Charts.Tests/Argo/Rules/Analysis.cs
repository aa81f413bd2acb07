using System.Text.RegularExpressions;
using Charts.Tests.Helm;
using YamlDotNet.RepresentationModel;

namespace Charts.Tests.Argo.Rules;

/// <summary>One use of analysis templates.</summary>
/// <param name="Where">Such as <c>checkout step 2</c>.</param>
/// <param name="Owner">The Rollout, or the template or AnalysisRun itself where it stands alone.</param>
/// <param name="Node">What the Rollout says: templates, args, dryRun, measurementRetention.</param>
/// <param name="MustEnd">A background analysis alone may run until the rollout ends.</param>
/// <param name="References">The templates named; null where there is none of that name.</param>
internal sealed partial record Analysis(string Where, Manifest Owner, YamlMappingNode Node, bool MustEnd, IReadOnlyList<(string Reference, Manifest? Template)> References)
{
    /// <summary>What Argo's validation takes for an argument whose value is only known later.</summary>
    private const string Later = "dummy-value";

    public IEnumerable<Manifest> Templates => References.Select(reference => reference.Template).OfType<Manifest>();

    public IEnumerable<Metric> Metrics => Templates.SelectMany(template => template.Maps("spec.metrics")).Select(node => new Metric(this, node));

    /// <summary>Arguments the templates declare.</summary>
    public IEnumerable<YamlMappingNode> Declared => Templates.SelectMany(template => template.Maps("spec.args"));

    /// <summary>Arguments the Rollout gives.</summary>
    public IEnumerable<YamlMappingNode> Given => Owner.Kind == "Rollout" ? new Manifest(Node).Maps("args") : [];

    public bool IsTemplateAlone => Owner.Kind.EndsWith("AnalysisTemplate", StringComparison.Ordinal);

    public static IEnumerable<string> ArgumentsIn(string text) => Placeholder().Matches(text).Select(match => match.Groups[1].Value);

    /// <summary>A text of a metric with the arguments put in.</summary>
    public string Fill(string text) => Placeholder().Replace(text, match => ValueOf(match.Groups[1].Value));

    private string ValueOf(string argument) =>
        Given.Concat(Declared).Where(each => Manifest.Scalar(each, "name") == argument).Select(each => Manifest.Scalar(each, "value")).FirstOrDefault(value => value is not null) ?? Later;

    [GeneratedRegex(@"\{\{\s*args\.([^\s}]+)\s*\}\}")]
    private static partial Regex Placeholder();
}
