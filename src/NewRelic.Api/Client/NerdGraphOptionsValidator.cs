using Microsoft.Extensions.Options;

namespace NewRelic.Api.Client;

/// <summary>Every fault of the settings at once, each naming its key and value (never an API key).</summary>
internal sealed class NerdGraphOptionsValidator : IValidateOptions<NerdGraphOptions>
{
    /// <summary>What Polly takes; a timer takes more.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private const int ShortestAnswer = 64 * 1024;
    private const int LongestAnswer = 256 * 1024 * 1024;

    public ValidateOptionsResult Validate(string? name, NerdGraphOptions options)
    {
        var faults = Timing(options).Concat(Account("NewRelic", options))
            .Concat(options.Accounts.SelectMany(account => Account($"NewRelic:Accounts:{account.Key}", account.Value)))
            .ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Timing(NerdGraphOptions options)
    {
        if (options.TotalTimeout <= TimeSpan.Zero || options.TotalTimeout > Longest)
        {
            yield return $"NewRelic:TotalTimeout is {Say(options.TotalTimeout)}: expected a positive duration of at most a day";
        }

        if (options.AttemptTimeout <= TimeSpan.Zero || options.AttemptTimeout >= options.TotalTimeout)
        {
            yield return $"NewRelic:AttemptTimeout is {Say(options.AttemptTimeout)}: expected a positive duration shorter than NewRelic:TotalTimeout ({Say(options.TotalTimeout)})";
        }

        if (options.Retries is < 0 or > 10)
        {
            yield return $"NewRelic:Retries is {options.Retries}: expected 0 to 10";
        }

        if (options.RetryDelay < TimeSpan.Zero || options.RetryDelay > Longest)
        {
            yield return $"NewRelic:RetryDelay is {Say(options.RetryDelay)}: expected a duration of at most a day";
        }

        if (options.QueriesPerMinute is < 100 or > 1_000_000)
        {
            yield return $"NewRelic:QueriesPerMinute is {options.QueriesPerMinute}: expected 100 to 1000000; New Relic itself takes 3000 of an account";
        }

        if (options.Queue < 0)
        {
            yield return $"NewRelic:Queue is {options.Queue}: expected 0 or more";
        }

        if (options.BreakAfter < 1)
        {
            yield return $"NewRelic:BreakAfter is {options.BreakAfter}: expected 1 or more";
        }

        if (options.Concurrency is < 1 or > 25)
        {
            yield return $"NewRelic:Concurrency is {options.Concurrency}: expected 1 to 25, New Relic's own limit per user";
        }

        if (options.BreakDuration < TimeSpan.FromMilliseconds(500) || options.BreakDuration > Longest)
        {
            yield return $"NewRelic:BreakDuration is {Say(options.BreakDuration)}: expected 500 ms to a day";
        }

        if (options.MaxAnswerBytes is < ShortestAnswer or > LongestAnswer)
        {
            yield return $"NewRelic:MaxAnswerBytes is {options.MaxAnswerBytes}: expected {ShortestAnswer} to {LongestAnswer}";
        }

        if (options.MaxAnswerBytesInFlight < options.MaxAnswerBytes)
        {
            yield return $"NewRelic:MaxAnswerBytesInFlight is {options.MaxAnswerBytesInFlight}: expected at least NewRelic:MaxAnswerBytes ({options.MaxAnswerBytes})";
        }
    }

    /// <summary>As settings say durations: 1d2h3m4s, 500ms.</summary>
    private static string Say(TimeSpan duration)
    {
        var parts = new (long Value, string Unit)[] { (duration.Days, "d"), (duration.Hours, "h"), (duration.Minutes, "m"), (duration.Seconds, "s"), (duration.Milliseconds, "ms") };
        var text = string.Concat(parts.Where(part => part.Value != 0).Select(part => $"{Math.Abs(part.Value)}{part.Unit}"));
        return text.Length == 0 ? "0s" : duration < TimeSpan.Zero ? $"-{text}" : text;
    }

    private static IEnumerable<string> Account(string section, NerdGraphAccountOptions account)
    {
        if (!string.IsNullOrEmpty(account.Endpoint)
            && !(Uri.TryCreate(account.Endpoint, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
        {
            yield return $"{section}:Endpoint is '{account.Endpoint}': expected the full GraphQL URL, such as https://api.newrelic.com/graphql";
        }

        if (account.AccountId is <= 0)
        {
            yield return $"{section}:AccountId is {account.AccountId}: expected a positive number";
        }
    }
}
