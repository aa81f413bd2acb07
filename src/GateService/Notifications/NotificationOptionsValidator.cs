using System.Globalization;
using GateService.Http;
using Microsoft.Extensions.Options;

namespace GateService.Notifications;

/// <summary>Every fault of the channels at once: a message that cannot be sent is found at start, not when a rollout fails.</summary>
/// <param name="areKept">Decisions are, and messages with them; null: yes.</param>
internal sealed class NotificationOptionsValidator(bool? areKept = null) : IValidateOptions<NotificationOptions>
{
    public ValidateOptionsResult Validate(string? name, NotificationOptions options)
    {
        var faults = options.Channels.SelectMany(Faults).ToList();
        faults.AddRange(options.Channels.GroupBy(channel => channel.Name).Where(group => group.Count() > 1)
            .Select(twice => $"Notifications:Channels has {twice.Count()} channels named '{twice.Key}'"));
        string?[] durations =
        [
            DurationRange.Fault("Notifications:AttemptTimeout", options.AttemptTimeout, DurationRange.Tick, DurationRange.Day),
            DurationRange.Fault("Notifications:FirstDelay", options.FirstDelay, DurationRange.Tick, DurationRange.Day),
            DurationRange.Fault("Notifications:LongestDelay", options.LongestDelay, DurationRange.Tick, DurationRange.Day),
            DurationRange.Fault("Notifications:GiveUpAfter", options.GiveUpAfter, DurationRange.Tick, DurationRange.Year),
            DurationRange.Fault("Notifications:PollInterval", options.PollInterval, DurationRange.Tick, DurationRange.Day),
        ];
        faults.AddRange(durations.OfType<string>());
        if (areKept == false && options.Channels.Count > 0)
        {
            faults.Add("History:Enabled is false and Notifications:Channels is not empty: messages wait in the store, and without one nobody would be told; set History:Enabled=true, or leave the channels out");
        }

        if (options.FirstDelay > options.LongestDelay)
        {
            faults.Add($"Notifications:FirstDelay is {DurationText.Say(options.FirstDelay)}: expected no more than Notifications:LongestDelay ({DurationText.Say(options.LongestDelay)})");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(ChannelOptions channel, int index)
    {
        var at = $"Notifications:Channels:{index}";
        if (channel.Name.Length == 0)
        {
            yield return $"{at}:Name is missing";
        }

        if (channel.Url is { } url && (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https")))
        {
            yield return $"{at}:Url: expected an absolute http or https URL";
        }

        foreach (var missing in Missing(channel))
        {
            yield return $"{at}:{missing} is missing{(channel.Kind is { } kind ? $": {kind} needs it" : "")}";
        }

        if (channel.Token?.Any(character => character is <= ' ' or > '~') == true)
        {
            yield return $"{at}:Token holds a character that no token has: a space or line break, perhaps";
        }

        if (channel.Kind == ChannelKind.NewRelicEvent && channel.Account is { } account && !(long.TryParse(account, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0))
        {
            yield return $"{at}:Account: expected the number of a New Relic account";
        }
    }

    private static IEnumerable<string> Missing(ChannelOptions channel)
    {
        var needed = channel.Kind switch
        {
            ChannelKind.Slack or ChannelKind.Teams => [("Url", channel.Url?.ToString())],
            ChannelKind.SlackBot => [("Token", channel.Token), ("To", channel.To)],
            ChannelKind.Webhook => [("Url", channel.Url?.ToString()), ("Secret", channel.Secret)],
            ChannelKind.NewRelicEvent => [("Token", channel.Token), ("Account", channel.Account)],
            ChannelKind.NewRelicMarker => Array.Empty<(string, string?)>(),
            null => [("Kind", null)],
        };
        return needed.Where(field => string.IsNullOrWhiteSpace(field.Item2)).Select(field => field.Item1);
    }
}
