using GateService.Core.Policies;

namespace GateService.Core.Attribution;

/// <summary>Where the errors of a signature are suspected to come from.</summary>
/// <param name="Origin">Whose they are suspected to be.</param>
/// <param name="Dependency">Its name, where it is a dependency; of the service's own errors the one at which they happened, where stable shows that they are no part of its trouble.</param>
/// <param name="Rule">The rule that said so; null where a failed call in the same requests did, or nothing.</param>
public sealed record Classification(SignatureOrigin Origin, string? Dependency, SignatureRule? Rule)
{
    /// <summary>The account these errors are booked on: the dependency, or <c>client</c> or <c>platform</c>; null for the service's own and for bypassed ones.</summary>
    public string? Account => Origin switch
    {
        SignatureOrigin.Dependency => Dependency,
        SignatureOrigin.Client => "client",
        SignatureOrigin.Platform => "platform",
        SignatureOrigin.Own or SignatureOrigin.Bypass => null,
    };

    /// <summary>What it rests on, in words.</summary>
    public string Basis => Rule is { } rule ? $"rule {rule.Name} ({rule.Position.File}:{rule.Position.Line})" : Origin switch
    {
        SignatureOrigin.Dependency => "failed calls in the same requests",
        SignatureOrigin.Own when Dependency is { } place => $"they come on top of what fails at {place} in both slices, and stable has hardly any",
        SignatureOrigin.Own or SignatureOrigin.Client or SignatureOrigin.Platform or SignatureOrigin.Bypass => "no rule matches, and no failed call was traced",
    };
}
