using Microsoft.Extensions.Options;

namespace GateService.Http;

/// <summary>What a setting may be. A fault says all that is needed to mend it: the setting, what it is, and what was expected.</summary>
internal static class SettingRules
{
    public static OptionsBuilder<T> Expect<T>(this OptionsBuilder<T> options, string key, Func<T, object?> value, Func<T, bool> holds, string expected)
        where T : class
    {
        options.Services.AddSingleton<IValidateOptions<T>>(new Rule<T>(section => holds(section) ? null : $"{key} is {Say(value(section))}: expected {expected}"));
        return options;
    }

    private static string Say(object? value) => value switch
    {
        TimeSpan duration => DurationText.Say(duration),
        string or Uri => $"'{value}'",
        _ => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{value}"),
    };

    private sealed class Rule<T>(Func<T, string?> fault) : IValidateOptions<T>
        where T : class
    {
        public ValidateOptionsResult Validate(string? name, T options) => fault(options) is { } found ? ValidateOptionsResult.Fail(found) : ValidateOptionsResult.Success;
    }
}
