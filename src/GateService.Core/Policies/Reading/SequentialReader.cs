using GateService.Core.Words;

namespace GateService.Core.Policies.Reading;

/// <summary>Reads the <c>sequential</c> map of a policy.</summary>
internal static class SequentialReader
{
    public static SequentialSettings Read(PolicyFields? fields)
    {
        var defaults = new SequentialSettings();
        if (fields is null)
        {
            return defaults;
        }

        var settings = new SequentialSettings
        {
            ErrorBudget = fields.Value("errorBudget", Share(0.2), defaults.ErrorBudget, "1%", "a share above 0 and at most 20%, such as 1%"),
            FalseProof = fields.Value("falseProof", Share(0.5), defaults.FalseProof, "5%", "a share above 0 and at most 50%, such as 5%"),
            FewestBadBuckets = fields.Optional<int>("fewestBadBuckets", text => PolicyValue.Number(text) is >= 1 and <= 100 and { } number && number == Math.Floor(number) ? (int)number : null, "a whole number from 1 to 100"),
            WarmUp = fields.Value("warmUp", text => Durations.TryParse(text, out var warmUp) && warmUp <= TimeSpan.FromMinutes(30) ? warmUp : (TimeSpan?)null, defaults.WarmUp, "60s", "a duration from 0s to 30m"),
            History = fields.Optional<TimeSpan>("history", text => Durations.TryParse(text, out var history) && history <= TimeSpan.FromHours(6) ? history : null, "a duration from 0s to 6h"),
            SampleRatio = fields.Value("sampleRatio", text => PolicyValue.Number(text) is >= 2 and <= 100 and { } times ? times : null, defaults.SampleRatio, "4", "a number from 2 to 100, such as 4"),
            Shortfall = fields.Value("shortfall", text => PolicyValue.Number(text) is >= 1.2 and <= 1000 and { } times ? times : null, defaults.Shortfall, "1.5", "a number from 1.2 to 1000, such as 1.5"),
            FailWithoutTraffic = fields.Value("failWithoutTraffic", PolicyValue.Truth, false, "false", "true or false"),
            FailWhenStableBreaks = fields.Value("failWhenStableBreaks", PolicyValue.Truth, false, "false", "true or false"),
            Proof = StepTableReader.Read<double>(fields, "proof", text => PolicyValue.Number(text) is >= 1 and <= 100 and { } times ? times : null, "a number from 1 to 100, such as 2.5") is { } proof
                ? new StepLimits(proof)
                : defaults.Proof,
            PromoteOn = StepTableReader.Read<StepDemand>(fields, "promoteOn", EnumNames.Read<StepDemand>, EnumNames.Choices<StepDemand>()) is { } demands ? new StepDemands(demands) : defaults.PromoteOn,
        };
        fields.RefuseOthers();
        return settings;
    }

    private static Func<string, double?> Share(double most) => text => PolicyValue.Number(text) is > 0 and { } share && share <= most ? share : null;
}
