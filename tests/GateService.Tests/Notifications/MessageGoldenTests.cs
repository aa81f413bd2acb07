using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using GateService.Core.Findings;
using GateService.Core.Policies;
using GateService.Core.Verdicts;
using GateService.Notifications;
using GateService.Tests.Hosting;
using GateService.Wire;

namespace GateService.Tests.Notifications;

/// <summary>Every message as it goes out, as a file to look at. <c>UPDATE_GOLDENS=1 dotnet test --project tests/GateService.Tests</c> rewrites them.</summary>
public sealed class MessageGoldenTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Dictionary<string, Announcement> Announcements = new()
    {
        ["failed"] = Told.Failed,
        ["held"] = Told.Held,
        ["held-by-policy"] = Told.HeldByPolicy,
        ["recovered"] = Told.Recovered,
        ["completed"] = Told.Completed,
    };

    private static readonly Dictionary<string, Func<Announcement, JsonNode>> Forms = new()
    {
        ["slack"] = SlackMessage.Compose,
        ["teams"] = TeamsCard.Compose,
        ["cloudevent"] = told => CloudEvent.Compose(told, "01KE1Q8Z5E0000000000000000"),
        ["newrelic"] = NewRelicEvent.Compose,
        ["marker"] = told => JsonSerializer.SerializeToNode(Markers.Of(told))!,
    };

    public static TheoryData<string, string> All => [.. from form in Forms.Keys from told in Announcements.Keys select new TheoryDataRow<string, string>(form, told)];

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_message_is_the_one_that_was_looked_at(string form, string told)
    {
        var path = Repository.PathOf("tests", "GateService.Tests", "Notifications", "Goldens", $"{form}-{told}.json");
        var message = Forms[form](Announcements[told]).ToJsonString(Indented) + "\n";
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDENS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, message, TestContext.Current.CancellationToken);
        }

        message.ShouldBe(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
    }

    /// <summary>An author is named by git, and an address by whoever asks.</summary>
    [Fact]
    public void What_strangers_write_makes_no_link_and_names_none()
    {
        var told = Told.Failed with { Change = Told.Failed.Change! with { Author = "[Approve](https://evil.example)", Link = "https://ci.example.com/|Whole decision>" } };

        TeamsCard.Compose(told).ToJsonString(Indented).ShouldContain("by [Approve] (https://evil.example)");
        SlackMessage.Compose(told).ToJsonString(Indented).ShouldContain("<https://ci.example.com/%7CWhole decision&gt;|Watch the rollout>");
    }

    [Fact]
    public void A_Slack_message_of_a_fail_holds_everything_a_person_needs()
    {
        var text = SlackMessage.Compose(Told.Failed).ToJsonString(Indented);

        foreach (var needed in new[]
        {
            "checkout", "fail", "step 2, weight 5 %", "✗  error-rate   4.1 %  at most 1 %    0.023 %  +4.1 points", "95 % interval 2.9 % to 5.6 %", "canary 903", "stable 17,201", "✗  latency-p95  3 s    at most 1.5 s  226 ms   13x",
            "*What changed:* shop/checkout:1.4.2, commit 3f2a9c1b04, by Ada", "https://wiki.example.com/checkout|Runbook", "kubectl argo rollouts undo checkout -n shop",
            "this change: stable is not affected alike", "pass at 12:06 UTC", Told.Failed.Links.Decision, Told.Failed.Links.Label, "one.newrelic.com", "Unless its failureLimit tolerates this fail, Argo aborts",
        })
        {
            text.ShouldContain(needed);
        }
    }

    /// <summary>A person reads in every medium that it is shown to be bad, and that it is theirs to decide; and of what is only held, that it is not shown.</summary>
    [Theory]
    [InlineData("slack", true, true)]
    [InlineData("teams", true, true)]
    [InlineData("marker", true, false)]
    [InlineData("cloudevent", false, false)]
    public void A_message_of_what_only_the_policy_holds_says_that_it_would_fail(string form, bool headline, bool toDo)
    {
        var (would, held) = (Forms[form](Told.HeldByPolicy).ToJsonString(Indented), Forms[form](Told.Held).ToJsonString(Indented));

        would.ShouldContain("would fail: error-rate 4.1 % over limit 1 %");
        held.ShouldNotContain("would fail");
        would.Contains("checkout: the canary would fail at 5 % of traffic, and the policy holds it", StringComparison.Ordinal).ShouldBe(headline);
        held.Contains("checkout: the rollout is held at 5 % of traffic", StringComparison.Ordinal).ShouldBe(headline);
        would.Contains("Abort the rollout, or promote it knowing so.", StringComparison.Ordinal).ShouldBe(toDo);
        held.Contains("does not go on until the gate passes", StringComparison.Ordinal).ShouldBe(toDo);
        if (form == "cloudevent")
        {
            (would.Contains("\"undecided\": \"heldByPolicy\"", StringComparison.Ordinal), held.Contains("\"undecided\": \"commonCause\"", StringComparison.Ordinal)).ShouldBe((true, true));
        }
    }

    /// <summary>What failed is taken back; what is held waits for a person to promote or abort it.</summary>
    [Fact]
    public void A_message_tells_to_type_what_fits_its_verdict()
    {
        string[] Verbs(Announcement told) => [.. told.Commands.Select(line => line.Split(' ')[3])];

        Verbs(Told.Failed).ShouldBe(["get", "undo"]);
        Verbs(Told.Held).ShouldBe(["get", "promote", "abort"]);
        Verbs(Told.HeldByPolicy).ShouldBe(["get", "promote", "abort"]);
        foreach (var (form, told) in from form in new[] { "slack", "teams" } from told in new[] { Told.Failed, Told.Held, Told.HeldByPolicy, Told.Recovered, Told.Completed } select (form, told))
        {
            var text = Forms[form](told).ToJsonString(Indented);
            foreach (var command in told.Commands)
            {
                text.Contains(command, StringComparison.Ordinal).ShouldBe(told.Verdict != Verdict.Pass, $"{command} in {form} of {told.Event}");
            }
        }
    }

    /// <summary>The errors of dependencies are looked at from a floor on, which is no limit; and beside nothing of stable there is none.</summary>
    [Fact]
    public void A_floor_is_no_limit_and_what_has_none_says_so()
    {
        var limited = Told.Failed.Objectives[0] with { Value = 0.012, Threshold = 0.02, StableValue = null };
        string Row(ObjectiveResponse objective) => NumbersTable.Plain(NumbersTable.Rows([objective])).Split('\n')[1];

        Row(limited with { Objective = "dependencies", Kind = ObjectiveKind.Dependencies, Threshold = 0.001 }).ShouldContain("1.2 %  floor 0.1 %");
        Row(limited with { Objective = "refusal-rate", Kind = ObjectiveKind.RefusalRate, Threshold = 1, Unlimited = true }).ShouldContain("1.2 %  none");
        Row(limited with { Objective = "refusal-rate", Kind = ObjectiveKind.RefusalRate, Threshold = 1, Unlimited = true, Value = null }).ShouldContain("no data  none");
        Row(limited with { Objective = "refusal-rate", Kind = ObjectiveKind.RefusalRate }).ShouldContain("1.2 %  at most 2 %");
        NewRelicEvent.Compose(Told.Failed with { Objectives = [limited with { Unlimited = true }] })[0]!.AsObject().ContainsKey("error-rate.threshold").ShouldBeFalse();
        NewRelicEvent.Compose(Told.Failed with { Objectives = [limited] })[0]!["error-rate.threshold"]!.GetValue<double>().ShouldBe(0.02);
    }

    [Fact]
    public void What_is_said_once_is_not_said_again()
    {
        const string reason = "no canary data while stable had 31,012 observations: the canary is not serving";
        ObjectiveResponse[] silent = [.. new[] { "error-rate", "apdex", "latency-p95" }.Select(name => Told.Failed.Objectives[0] with { Objective = name, Outcome = FindingOutcome.Undecided, Undecided = UndecidedCause.NoData, Value = null, Reason = reason })];

        var text = SlackMessage.Compose(Told.Held with { Summary = $"{reason} at weight 5 (10m)", Objectives = silent, InSummary = ["error-rate", "apdex", "latency-p95"], Fault = new WhoseFault(Fault.Undetermined, reason, InSummary: true) })["blocks"]!.ToJsonString(Indented);

        text.Split(reason).Length.ShouldBe(2, "once in the summary and nowhere else");
        text.ShouldContain("?  apdex        no data");
        text.ShouldContain("*Whose fault:* nobody can tell yet");
    }

    [Fact]
    public void Nothing_a_service_says_of_itself_becomes_Slack_markup()
    {
        var message = SlackMessage.Compose(Told.Failed with { Namespace = "<!channel>", Summary = "<https://evil|click> & co", Fault = new WhoseFault(Fault.SelfInflicted, "<@U1>") });
        // Slack reads markup in these, and none in plain_text.
        var text = message["text"]!.GetValue<string>() + string.Join('\n', JsonSerializer.SerializeToElement(message).GetProperty("blocks").EnumerateArray().SelectMany(Markup));

        text.ShouldContain("&lt;!channel&gt;");
        text.ShouldNotContain("<!channel");
        text.ShouldNotContain("<https://evil");
        text.ShouldNotContain("<@U1");
    }

    [Fact]
    public void Slack_takes_the_longest_message_there_can_be()
    {
        var worst = Told.Failed with
        {
            Service = new string('s', 200),
            Objectives = [.. Enumerable.Range(0, 60).Select(i => Told.Failed.Objectives[0] with { Objective = $"objective-{i}", Reason = new string('&', 3000) })],
        };

        var blocks = SlackMessage.Compose(worst)["blocks"]!.AsArray();

        blocks.Count.ShouldBeLessThanOrEqualTo(50);
        blocks.ShouldAllBe(block => block!["type"]!.GetValue<string>() != "section" || block["text"] == null || block["text"]!["text"]!.GetValue<string>().Length <= 3000);
        blocks[0]!["text"]!["text"]!.GetValue<string>().Length.ShouldBeLessThanOrEqualTo(150);
    }

    [Fact]
    public void An_event_for_New_Relic_is_flat_and_within_its_limits()
    {
        var attributes = NewRelicEvent.Compose(Told.Failed)[0]!.AsObject();

        attributes.Count.ShouldBeLessThanOrEqualTo(254);
        attributes.ShouldAllBe(attribute => attribute.Value!.GetValueKind() == JsonValueKind.String || attribute.Value.GetValueKind() == JsonValueKind.Number);
    }

    private static IEnumerable<string> Markup(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object when element.TryGetProperty("type", out var type) && type.ValueEquals("mrkdwn") => [element.GetProperty("text").GetString()!],
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => Markup(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Markup),
        _ => [],
    };
}
