namespace GateService.Core.Policies.Reading;

/// <summary>A policy file as a neutral tree in which every leaf knows where it stands; YAML itself stays outside Core.</summary>
public abstract record PolicyNode
{
    private PolicyNode(PolicyPosition position) => Position = position;

    public PolicyPosition Position { get; }

    /// <param name="Text">As written; null is YAML's null.</param>
    public sealed record Scalar(string? Text, PolicyPosition At) : PolicyNode(At);

    public sealed record List(IReadOnlyList<PolicyNode> Items, PolicyPosition At) : PolicyNode(At);

    /// <param name="Entries">In the order of the file; keys are unique.</param>
    public sealed record Map(IReadOnlyList<KeyValuePair<string, PolicyNode>> Entries, PolicyPosition At) : PolicyNode(At)
    {
        /// <summary>Files of the layers that were laid over each other here, the lowest first.</summary>
        public IReadOnlyList<string> Layers { get; init; } = [At.File];

        /// <summary>The higher the later a layer was laid over; -1 for a file that is none of them.</summary>
        public int LayerOf(string file) => Layers.ToList().LastIndexOf(file);

        public PolicyNode? this[string key] => Entries.FirstOrDefault(entry => entry.Key == key).Value;

        public Map With(string key, PolicyNode value) => this[key] is null
            ? this with { Entries = [.. Entries, new(key, value)] }
            : this with { Entries = [.. Entries.Select(entry => entry.Key == key ? new(key, value) : entry)] };

        public Map Without(string key) => this with { Entries = [.. Entries.Where(entry => entry.Key != key)] };
    }
}
