using System.Globalization;
using Microsoft.Extensions.Options;

namespace GateService.Telemetry;

/// <summary>Section <c>Telemetry</c>: every fault names the setting, what it is, and what was expected.</summary>
internal sealed class TelemetryOptionsValidator : IValidateOptions<TelemetryOptions>
{
    /// <summary>Of a collector.</summary>
    public const string Address = "an address with http or https, such as http://collector:4317";

    public ValidateOptionsResult Validate(string? name, TelemetryOptions options)
    {
        var faults = Faults(options).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    /// <summary>collector:4317 is an address too, of the scheme collector, and nothing would ever be sent to it.</summary>
    public static bool IsAddress(Uri? endpoint) => endpoint is null or { IsAbsoluteUri: true, Scheme: "http" or "https" };

    private static IEnumerable<string> Faults(TelemetryOptions options)
    {
        if (options.SampleRatio is not (>= 0 and <= 1))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Telemetry:SampleRatio is {options.SampleRatio}: expected 0 to 1");
        }

        if (!IsAddress(options.OtlpEndpoint))
        {
            yield return $"Telemetry:OtlpEndpoint is '{options.OtlpEndpoint}': expected {Address}";
        }

        if (options.PrometheusPort is < 1 or > 65535)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Telemetry:PrometheusPort is {options.PrometheusPort}: expected 1 to 65535");
        }
    }
}
