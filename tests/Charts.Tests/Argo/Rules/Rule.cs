namespace Charts.Tests.Argo.Rules;

/// <summary>One of the rules by which Argo Rollouts refuses a Rollout (<c>InvalidSpec</c>) or ends a run at once.</summary>
/// <param name="Number">As the rules are counted in RuleBook.</param>
/// <param name="Says">The rule in a sentence.</param>
/// <param name="Faults">What breaks it, each with where and what.</param>
internal sealed record Rule(int Number, string Says, Func<Applied, IEnumerable<string>> Faults);
