using System.Text.Json;
using GateService.Demo;
using GateService.Notifications;
using GateService.Tests.Notifications;
using Spectre.Console;

namespace GateService.Tests.Demo;

/// <summary>The terminal shows what Slack would.</summary>
public sealed class SlackTextTests
{
    [Fact]
    public void A_message_becomes_lines_that_read_as_it_would_in_Slack()
    {
        var lines = SlackText.Lines(JsonSerializer.SerializeToElement(SlackMessage.Compose(Told.Failed))).Select(Markup.Remove).ToList();

        lines[0].ShouldBe("🔴 checkout: the canary failed at 5 % of traffic");
        lines.ShouldContain(line => line.Contains("Verdict fail (score 31.4)   Step step 2, weight 5 %", StringComparison.Ordinal));
        lines.ShouldContain("Whole decision · Rollout · Was this right?");
        lines.ShouldContain("Whose fault: this change: stable is not affected alike");
    }

    [Fact]
    public void What_a_service_says_of_itself_is_no_markup_of_the_terminal() =>
        SlackText.Lines(JsonSerializer.SerializeToElement(SlackMessage.Compose(Told.Failed with { Summary = "[red]not[/] [link" })))
            .Select(Markup.Remove).ShouldContain("[red]not[/] [link");
}
