using CsCheck;
using GateService.Core.Words;

namespace GateService.Core.Tests.Words;

public sealed class DurationsTests
{
    [Theory]
    [InlineData("10m", 600)]
    [InlineData("1h30m", 5400)]
    [InlineData("500ms", 0.5)]
    [InlineData("1.5s", 1.5)]
    public void Go_durations_are_read(string text, double seconds)
    {
        Durations.TryParse(text, out var duration).ShouldBeTrue();
        duration.TotalSeconds.ShouldBe(seconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("m")]
    [InlineData("-5m")]
    [InlineData("5 minutes")]
    [InlineData("99999999999h")]
    public void Anything_else_is_refused(string text) => Durations.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void What_is_said_is_read_again() => Gen.Int[1, 200_000_000].Sample(milliseconds =>
        Durations.TryParse(Durations.Say(TimeSpan.FromMilliseconds(milliseconds)), out var read) && read == TimeSpan.FromMilliseconds(milliseconds));
}
