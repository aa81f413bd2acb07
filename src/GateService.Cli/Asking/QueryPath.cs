namespace GateService.Cli.Asking;

/// <summary>A path with a query, its values escaped; what nobody said is left away.</summary>
/// <param name="Path">Path, and what of the query is already there.</param>
internal sealed record QueryPath(string Path)
{
    public QueryPath With(string name, string? value) =>
        string.IsNullOrEmpty(value) ? this : new QueryPath($"{Path}{(Path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{name}={Uri.EscapeDataString(value)}");

    public override string ToString() => Path;
}
