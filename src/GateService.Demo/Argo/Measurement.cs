namespace GateService.Demo.Argo;

/// <summary>One call of the web metric provider and how it was read.</summary>
/// <param name="Phase">Phase the conditions came to.</param>
/// <param name="Value">The value Argo stores (<c>{$.result}</c> as JSON); empty on an error.</param>
/// <param name="Message">Set on an error only, as Argo does.</param>
public sealed record Measurement(MeasurementPhase Phase, string Value, string? Message = null)
{
    /// <summary>The sentence the gate put into <c>result[2]</c>; the error message when there is no value.</summary>
    public required string Reason { get; init; }
}
