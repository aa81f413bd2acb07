using System.IO.Enumeration;
using Microsoft.Extensions.Options;

namespace GateService.Notifications;

/// <summary>Which channels hear of a decision.</summary>
internal sealed class Routes(IOptions<NotificationOptions> options)
{
    private readonly IReadOnlyList<ChannelOptions> _channels = options.Value.Channels;

    public bool Any => _channels.Count > 0;

    public IReadOnlyList<string> Names { get; } = [.. options.Value.Channels.Select(channel => channel.Name)];

    public IReadOnlyList<ChannelOptions> For(string team, string service) =>
        [.. _channels.Where(channel => Takes(channel, team, service))];

    public ChannelOptions? Named(string name) => _channels.FirstOrDefault(channel => channel.Name == name);

    public static bool Hears(ChannelOptions channel, AnnouncedEvent announced) => channel.Events.Count > 0
        ? channel.Events.Contains(announced)
        : announced == AnnouncedEvent.Decided == (channel.Kind == ChannelKind.NewRelicEvent);

    public static bool Takes(ChannelOptions channel, string team, string service) => Takes(channel.Teams, team) && Takes(channel.Services, service);

    private static bool Takes(List<string> patterns, string value) =>
        patterns.Count == 0 || patterns.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, value, ignoreCase: true));
}
