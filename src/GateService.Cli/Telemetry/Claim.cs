using GateService.Core.Policies;
using GateService.Core.Words;

namespace GateService.Cli.Telemetry;

/// <summary>One thing that a policy file takes for granted of the events of a type.</summary>
/// <param name="At">Where it is written.</param>
/// <param name="EventType">Of which events.</param>
/// <param name="By">Attribute that names the service on them.</param>
internal abstract record Claim(PolicyValueOrigin At, string EventType, string By)
{
    /// <summary>The event type itself was written, and must exist.</summary>
    internal sealed record Events(PolicyValueOrigin At, string EventType, string By) : Claim(At, EventType, By);

    /// <summary>At least one of these attributes is carried.</summary>
    /// <param name="Names">Any of them will do.</param>
    internal sealed record Carried(PolicyValueOrigin At, string EventType, string By, IReadOnlyList<string> Names) : Claim(At, EventType, By);

    /// <summary>Some event meets it.</summary>
    /// <param name="Condition">Reviewed NRQL without parameters.</param>
    internal sealed record Met(PolicyValueOrigin At, string EventType, string By, string Condition) : Claim(At, EventType, By);

    /// <summary>The limit is of the size of what it limits.</summary>
    /// <param name="Attribute">What is measured.</param>
    /// <param name="Quantile">Between 0 and 1; null where the mean is meant.</param>
    /// <param name="Limit">Of the loosest weight.</param>
    /// <param name="Scale">What an attribute's value is multiplied with to be in the limit's unit.</param>
    /// <param name="Unit">Of the limit.</param>
    internal sealed record Sized(PolicyValueOrigin At, string EventType, string By, string Attribute, double? Quantile, double Limit, double Scale, Unit Unit) : Claim(At, EventType, By);
}
