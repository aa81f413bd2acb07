using GateService.Core.Attribution;
using GateService.Core.Evidence;
using GateService.Core.Policies;
using GateService.Core.Words;

namespace GateService.Policies;

/// <summary>What the rules make of the given errors.</summary>
/// <param name="Policy">The policy whose rules they are.</param>
/// <param name="Errors">In the order of the request.</param>
internal sealed record ClassifyResponse(string Policy, IReadOnlyList<ClassifiedError> Errors)
{
    public static ClassifyResponse Of(ClassifyRequest request, GatePolicy policy, DateOnly today)
    {
        var classifier = new Classifier(policy.Attribution, [], today);
        return new ClassifyResponse(policy.Name, [.. request.Errors.Select(error => ClassifiedError.Of(
            classifier.Of(new ErrorSignature(error.Type, error.Status, error.Message is { } message ? ErrorMessage.Stable(message) : null, error.Flag), error.Dependency)))]);
    }
}

/// <summary>One error by its rule.</summary>
/// <param name="Origin">own, dependency, client, platform or bypass: a suspicion, which the gate tests against stable before it excuses anything.</param>
/// <param name="Dependency">The dependency it is booked on; null elsewhere.</param>
/// <param name="Rule">The rule that matched first; null where none did.</param>
/// <param name="Basis">What it rests on, with the rule's file and line.</param>
internal sealed record ClassifiedError(string Origin, string? Dependency, string? Rule, string Basis)
{
    public static ClassifiedError Of(Classification found) => new(EnumNames.Of(found.Origin), found.Dependency, found.Rule?.Name, found.Basis);
}
