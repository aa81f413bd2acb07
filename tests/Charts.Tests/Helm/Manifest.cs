using YamlDotNet.RepresentationModel;

namespace Charts.Tests.Helm;

/// <summary>One rendered Kubernetes object, read by path.</summary>
internal sealed class Manifest(YamlMappingNode root)
{
    public string Kind => Text("kind");

    public string Name => Text("metadata.name");

    public YamlMappingNode Root => root;

    public static IReadOnlyList<Manifest> All(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return [.. stream.Documents.Select(document => document.RootNode).OfType<YamlMappingNode>().Where(map => map.Children.Count > 0).Select(map => new Manifest(map))];
    }

    /// <summary>The node at a path such as <c>spec.strategy.canary</c>; null where there is none.</summary>
    public YamlNode? Find(string path) => Find(root, path);

    public string Text(string path) => Find(path) is YamlScalarNode { Value: { } value } ? value : throw new KeyNotFoundException($"{path} in {root}");

    public IEnumerable<YamlMappingNode> Maps(string path) => Find(path) is YamlSequenceNode list ? list.Children.OfType<YamlMappingNode>() : [];

    public static YamlNode? Find(YamlNode? node, string path)
    {
        foreach (var part in path.Split('.'))
        {
            node = node is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(part), out var child) ? child : null;
        }

        return node;
    }

    public static string? Scalar(YamlNode? node, string path) => (Find(node, path) as YamlScalarNode)?.Value;
}
