namespace Charts.Tests.Argo.Rules;

/// <summary>One line of <c>healthy.yaml</c> changed so that it breaks one rule.</summary>
/// <param name="Rule">The number of the rule that alone must see it.</param>
/// <param name="What">What was broken, for the name of the test.</param>
/// <param name="Healthy">Stands in the file.</param>
/// <param name="Changed">What it becomes, wherever it stands.</param>
internal sealed record Broken(int Rule, string What, string Healthy, string Changed)
{
    /// <summary>Where Argo itself sees it.</summary>
    public Seen By { get; init; } = Seen.Validation;

    /// <summary>The whole file, broken.</summary>
    public string In(string healthy)
    {
        healthy.ShouldContain(Healthy);
        return healthy.Replace(Healthy, Changed, StringComparison.Ordinal);
    }

    internal enum Seen
    {
        /// <summary>The Rollout is refused.</summary>
        Validation,

        /// <summary>The analysis cannot begin, or ends at once with an Error.</summary>
        Run,

        /// <summary>Argo takes it; the API server or the Gateway API plugin does not.</summary>
        Others,
    }

    public override string ToString() => $"rule {Rule}: {What}";
}
