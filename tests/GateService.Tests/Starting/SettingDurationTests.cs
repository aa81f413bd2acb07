using GateService.Callers;
using GateService.History;
using GateService.Http;
using GateService.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NewRelic.Api;

namespace GateService.Tests.Starting;

/// <summary>A duration is written as in policies, or as .NET has it, wherever a setting is one.</summary>
public sealed class SettingDurationTests
{
    [Theory]
    [InlineData("30s", "00:00:30")]
    [InlineData("10m", "00:10:00")]
    [InlineData("1h30m", "01:30:00")]
    [InlineData("7d", "7.00:00:00")]
    [InlineData("1d12h", "1.12:00:00")]
    [InlineData("0s", "00:00:00")]
    [InlineData(" 500ms ", "00:00:00.5000000")]
    [InlineData("0.5d", null)]
    [InlineData("7", null)]
    [InlineData("", null)]
    [InlineData("d", null)]
    [InlineData("7 d", null)]
    [InlineData("-7d", null)]
    [InlineData("00:00:08", null)]
    [InlineData("999999d", null)]
    public void Days_stand_before_what_policies_take(string text, string? expected) => DurationText.Read(text)?.ToString("c").ShouldBe(expected);

    [Theory]
    [InlineData("7.00:00:00", "7d")]
    [InlineData("1.12:00:00", "1d12h")]
    [InlineData("00:00:08", "8s")]
    [InlineData("00:00:00", "0s")]
    [InlineData("-00:00:01", "-1s")]
    public void It_is_said_as_it_is_written(string duration, string expected) => DurationText.Say(TimeSpan.Parse(duration, System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(expected);

    [Fact]
    public async Task Both_ways_of_writing_are_in_force()
    {
        await using var gate = await GateHost.StartAsync(
            new Uri("http://127.0.0.1:9/graphql"), _ => { }, ("Gate:Deadline", "3s"), ("History:KeepFor", "45d"), ("History:Patience", "00:00:01.5"), ("Auth:SessionLifetime", "1d12h"), ("NewRelic:TotalTimeout", "5s"), ("NewRelic:AttemptTimeout", "4s"));
        T Of<T>()
            where T : class => gate.App.Services.GetRequiredService<IOptions<T>>().Value;

        (Of<GateOptions>().Deadline, Of<HistoryOptions>().KeepFor, Of<HistoryOptions>().Patience, Of<AuthOptions>().SessionLifetime, Of<NerdGraphOptions>().TotalTimeout).ShouldBe(
            (TimeSpan.FromSeconds(3), TimeSpan.FromDays(45), TimeSpan.FromSeconds(1.5), TimeSpan.FromHours(36), TimeSpan.FromSeconds(5)));
    }
}
