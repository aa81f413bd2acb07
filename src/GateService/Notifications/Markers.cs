using NewRelic.Api;

namespace GateService.Notifications;

/// <summary>An announcement as a marker of change tracking on the service's charts.</summary>
internal static class Markers
{
    public static ChangeMarker Of(Announcement told) => new()
    {
        Service = told.Service,
        Version = told.CanaryHash.Length > 0 ? told.CanaryHash : "unknown",
        Commit = told.Change?.Commit,
        Changelog = told.Change?.PullRequest ?? told.Change?.Diff,
        ShortDescription = AnnouncedText.Headline(told),
        Description = told.Summary,
        DeepLink = told.Links.Decision,
        GroupId = $"{AnnouncedText.RolloutName(told)}-{told.CanaryHash}",
        User = told.Change?.Author ?? "gate-service",
        At = told.At,
    };
}
