namespace NewRelic.Api;

/// <summary>A <see cref="NerdGraphError"/> for callers who prefer to throw.</summary>
public sealed class NerdGraphException(NerdGraphError error) : Exception(error.ToString())
{
    public NerdGraphError Error { get; } = error;

    public NerdGraphErrorKind Kind => Error.Kind;

    public bool IsTransient => Error.IsTransient;
}
