using Charts.Tests.Helm;
using YamlDotNet.RepresentationModel;

namespace Charts.Tests.Driven;

/// <summary>Resolves the arguments of an analysis as Argo does when it makes the run.</summary>
internal static class Arguments
{
    private const string Annotation = "metadata.annotations['";

    /// <param name="declared">Of the template, with defaults and Secrets.</param>
    /// <param name="given">By the Rollout.</param>
    /// <param name="rollout">Whose fields a fieldRef reads.</param>
    public static Dictionary<string, string> Of(IEnumerable<YamlMappingNode> declared, IEnumerable<YamlMappingNode> given, Manifest rollout)
    {
        var values = declared.Where(argument => argument.Children.Count > 1).ToDictionary(Name, Declared);
        foreach (var argument in given)
        {
            values[Name(argument)] = Given(argument, rollout);
        }

        return values;
    }

    /// <summary>Of an AnalysisRun, which has no template.</summary>
    public static Dictionary<string, string> Of(IEnumerable<YamlMappingNode> run) => run.ToDictionary(Name, Declared);

    private static string Name(YamlMappingNode argument) => Manifest.Scalar(argument, "name")!;

    private static string Declared(YamlMappingNode argument) => Manifest.Find(argument, "valueFrom.secretKeyRef") is null ? Manifest.Scalar(argument, "value")! : GateOverSimulator.Token;

    /// <summary>As Argo reads it: one that is not there is an empty text.</summary>
    private static string Annotated(Manifest rollout, string name) =>
        rollout.Find("metadata.annotations") is YamlMappingNode annotations && annotations.Children.TryGetValue(new YamlScalarNode(name), out var value) ? value.ToString() : "";

    private static string Given(YamlMappingNode argument, Manifest rollout) =>
        Manifest.Scalar(argument, "value")
        ?? (Manifest.Scalar(argument, "valueFrom.podTemplateHashValue"), Manifest.Scalar(argument, "valueFrom.fieldRef.fieldPath")) switch
        {
            ("Latest", _) => VirtualWorld.CanaryHash,
            ("Stable", _) => VirtualWorld.StableHash,
            (_, "metadata.name") => rollout.Name,
            (_, "metadata.namespace") => "shop",
            (_, "metadata.annotations['rollout.argoproj.io/revision']") => "4",
            (_, "spec.template.spec.containers[0].image") => Manifest.Scalar(rollout.Maps("spec.template.spec.containers").First(), "image")!,
            (_, { } annotation) when annotation.StartsWith(Annotation, StringComparison.Ordinal) => Annotated(rollout, annotation[Annotation.Length..^2]),
            var (hash, path) => throw new FormatException($"the driver does not know {hash}{path}"),
        };
}
