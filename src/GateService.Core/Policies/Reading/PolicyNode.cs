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
        public PolicyNode? this[string key] => Entries.FirstOrDefault(entry => entry.Key == key).Value;

        public Map With(string key, PolicyNode value) => this[key] is null
            ? new Map([.. Entries, new(key, value)], At)
            : new Map([.. Entries.Select(entry => entry.Key == key ? new(key, value) : entry)], At);

        public Map Without(string key) => new([.. Entries.Where(entry => entry.Key != key)], At);
    }
}
