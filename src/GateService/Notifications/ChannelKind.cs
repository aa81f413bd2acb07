namespace GateService.Notifications;

/// <summary>Where a message goes.</summary>
public enum ChannelKind
{
    /// <summary>Slack through an incoming webhook.</summary>
    Slack,

    /// <summary>Slack through a bot token (<c>chat.postMessage</c>).</summary>
    SlackBot,

    /// <summary>Microsoft Teams through a workflow's webhook.</summary>
    Teams,

    /// <summary>Anything that takes CloudEvents over HTTP, signed.</summary>
    Webhook,

    /// <summary>A custom event in New Relic, one per decision.</summary>
    NewRelicEvent,

    /// <summary>A marker of New Relic's change tracking on the service's charts.</summary>
    NewRelicMarker,
}
