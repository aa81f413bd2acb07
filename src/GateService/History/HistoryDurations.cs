using GateService.Http;
using Microsoft.Extensions.Options;

namespace GateService.History;

/// <summary>Durations of the store: on timers, and taken away from now.</summary>
internal sealed class HistoryDurations : IValidateOptions<HistoryOptions>
{
    public ValidateOptionsResult Validate(string? name, HistoryOptions options)
    {
        string?[] looked =
        [
            DurationRange.Fault("History:Patience", options.Patience, DurationRange.Tick, DurationRange.Day),
            DurationRange.Fault("History:KeepFor", options.KeepFor, TimeSpan.Zero, DurationRange.TenYears, "for ever"),
            DurationRange.Fault("History:KeepRowsFor", options.KeepRowsFor, TimeSpan.Zero, DurationRange.Month, "keeps nothing"),
            DurationRange.Fault("History:ClosedAfter", options.ClosedAfter, DurationRange.Tick, DurationRange.Day),
            DurationRange.Fault("History:TidyInterval", options.TidyInterval, TimeSpan.Zero, DurationRange.Month, "never"),
        ];
        var faults = looked.OfType<string>().ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
