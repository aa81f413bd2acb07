using GateService.Wire;

namespace GateService.Tests.Wire;

/// <summary>A fault quotes what was sent, so that who sent it sees what is wrong with it.</summary>
public sealed class ShownTests
{
    [Theory]
    [InlineData("good", "good")]
    [InlineData(" good ", " good ")]
    [InlineData("go\u200bod", "go\\u200bod")]
    [InlineData("\u202egood", "\\u202egood")]
    [InlineData("go\u00a0od", "go\\u00a0od")]
    [InlineData("a\nb\u0000", "a\\u000ab\\u0000")]
    [InlineData("\U000E0041", "\\U000e0041")]
    [InlineData("größe 漢", "größe 漢")]
    [InlineData("<b>&", "(b)+")]
    [InlineData(null, "")]
    public void What_is_sent_is_shown_and_what_nobody_sees_is_escaped(string? sent, string shown) => Shown.Of(sent).ShouldBe(shown);

    [Fact]
    public void What_is_long_is_cut()
    {
        Shown.Short(new string('a', 21)).ShouldBe(new string('a', 19) + "…");
        Shown.Short(new string('a', 20)).ShouldBe(new string('a', 20));
        Shown.Short(string.Concat(Enumerable.Repeat("🙂", 20))).Length.ShouldBeLessThanOrEqualTo(20);
        Shown.Of(new string('\u200b', 100)).Length.ShouldBeLessThanOrEqualTo(80);
    }
}
