using GateService.Core.Policies;
using GateService.Core.Policies.Reading;

namespace GateService.Policies;

/// <summary>A policy in a list.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Revision">Hash of its effective values.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Objectives">Names of its objectives.</param>
internal sealed record PolicyListEntry(string Name, string Revision, string? Description, IReadOnlyList<string> Objectives);

/// <summary>All policies in use.</summary>
/// <param name="Policies">By name.</param>
/// <param name="Teams">Teams with a layer of their own.</param>
/// <param name="Services">Services with a layer of their own.</param>
/// <param name="LoadedAt">When these were loaded.</param>
/// <param name="Faults">What is wrong with the files since; then these are the last good ones.</param>
internal sealed record PolicyListResponse(
    IReadOnlyList<PolicyListEntry> Policies, IReadOnlyList<string> Teams, IReadOnlyList<string> Services, DateTimeOffset LoadedAt, IReadOnlyList<PolicyFault> Faults);

/// <summary>An effective policy: every value and the file it came from.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Revision">Hash of these values: the same revision judges alike.</param>
/// <param name="Values">Every value with its origin.</param>
internal sealed record EffectivePolicyResponse(string Name, string Revision, IReadOnlyList<PolicyValueOrigin> Values)
{
    public static EffectivePolicyResponse Of(GatePolicy policy) => new(policy.Name, policy.Revision, policy.Origins);
}

/// <summary>What the linter found.</summary>
/// <param name="Valid">No fault at all.</param>
/// <param name="Faults">Every fault of every file.</param>
internal sealed record PolicyLintResponse(bool Valid, IReadOnlyList<PolicyFault> Faults);

/// <summary>Files to lint.</summary>
/// <param name="Files">YAML texts by file name.</param>
internal sealed record PolicyLintRequest(Dictionary<string, string> Files);
