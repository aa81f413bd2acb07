using GateService.Http;

namespace GateService.Starting;

/// <summary>Settings may say <c>7d</c>, as policies do; what binds them to options knows <c>7.00:00:00</c> alone. So the one is written over by the other, last of all.</summary>
internal static class SettingDurations
{
    public static void Apply(ConfigurationManager configuration)
    {
        var written = KnownSettings.Values(configuration, typeof(TimeSpan))
            .Select(setting => (setting.Path, Duration: DurationText.Read(setting.Value!)))
            .Where(setting => setting.Duration is not null).ToDictionary(setting => setting.Path, setting => (string?)setting.Duration!.Value.ToString("c"));
        if (written.Count > 0)
        {
            configuration.AddInMemoryCollection(written);
        }
    }
}
