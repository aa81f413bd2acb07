namespace GateService.Notifications;

/// <summary>One channel: where it is, what it takes to speak there, and which decisions it hears of.</summary>
public sealed class ChannelOptions
{
    /// <summary>Unique; part of what keeps a message from being sent twice, so do not rename lightly.</summary>
    public string Name { get; set; } = "";

    public ChannelKind? Kind { get; set; }

    /// <summary>Address. Secret for Slack and Teams webhooks. SlackBot, NewRelicEvent: default is the vendor's.</summary>
    public Uri? Url { get; set; }

    /// <summary>SlackBot: the bot token. NewRelicEvent: the license key. A line break behind it, as files of secrets have, is none of it.</summary>
    public string? Token { get; set => field = value?.Trim(); }

    /// <summary>SlackBot: the channel, by id or name.</summary>
    public string? To { get; set; }

    /// <summary>Webhook: the secret that signs (HMAC-SHA256).</summary>
    public string? Secret { get; set; }

    /// <summary>NewRelicEvent: the account's id. NewRelicMarker: name of a configured account, default the default one.</summary>
    public string? Account { get; set; }

    /// <summary>Teams it hears of; * stands for any characters. Default all.</summary>
    public List<string> Teams { get; set; } = [];

    /// <summary>Services it hears of; * stands for any characters. Default all.</summary>
    public List<string> Services { get; set; } = [];

    /// <summary>Events it hears of. Default: NewRelicEvent <c>decided</c>, all others everything but that.</summary>
    public List<AnnouncedEvent> Events { get; set; } = [];
}
