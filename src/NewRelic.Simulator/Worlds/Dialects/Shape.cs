namespace NewRelic.Simulator.Worlds.Dialects;

/// <summary>The attributes of one event in the making. What is null is not sent.</summary>
internal sealed class Shape
{
    private readonly List<KeyValuePair<string, object>> _attributes = new(48);

    public Shape Set(string name, object? value)
    {
        if (value is not null)
        {
            _attributes.Add(new(name, value));
        }

        return this;
    }

    public Shape Set(IEnumerable<KeyValuePair<string, object>> attributes)
    {
        _attributes.AddRange(attributes);
        return this;
    }

    public KeyValuePair<string, object>[] ToArray() => [.. _attributes];
}
