using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using GateService.Core.Requests;
using GateService.Core.Verdicts;
using GateService.Gates;
using GateService.Tests.Hosting;
using GateService.Tests.Notifications;
using GateService.Tests.Pages;
using GateService.Wire;

namespace GateService.Tests.Gates;

/// <summary>What was shipped is said wherever a verdict is, is judged by nowhere, and nothing in it costs a verdict.</summary>
public sealed class ChangeTests
{
    private static readonly SliceCounts Broken = new(903, 37);

    private static JsonObject Shipped => new()
    {
        ["image"] = "registry.example.com/shop/checkout:1.4.2",
        ["commit"] = "3f2a9c1b0477aa11bb22cc33dd44ee55ff660718",
        ["author"] = "Ada <ada@example.com>",
        ["pullRequest"] = "https://git.example.com/shop/checkout/pull/17",
        ["link"] = "https://argo.example.com/rollouts/shop/checkout",
        ["runbook"] = "https://wiki.example.com/checkout",
    };

    [Fact]
    public async Task Message_page_list_and_record_say_what_changed()
    {
        await using var gate = await TellingGate.StartAsync("Slack");

        var answer = await gate.AskAsync(Broken, ("change", Shipped));

        answer.Verdict().ShouldBe("fail", answer.Reason());
        answer.GetProperty("warnings").ToString().ShouldNotContain("change");
        var message = string.Join('\n', Texts(gate.Receiver.Bodies[^1]));
        message.ShouldContain("registry.example.com/shop/checkout:1.4.2, commit 3f2a9c1b04, by Ada &lt;ada@example.com&gt;");
        message.ShouldContain("<https://wiki.example.com/checkout|Runbook> · <https://git.example.com/shop/checkout/pull/17|Pull request>");
        message.ShouldContain("kubectl argo rollouts undo checkout -n shop");
        var listed = (await gate.Host.Client.GetFromJsonAsync<JsonElement>("/v1/decisions")).GetProperty("decisions")[0];
        listed.GetProperty("change").GetProperty("commit").GetString().ShouldBe("3f2a9c1b0477aa11bb22cc33dd44ee55ff660718");
        using var browser = await Browser.SignedInAsync(gate.Host, GateHost.Token);
        foreach (var page in new[] { "/", "/rollouts/shop/checkout", $"/decisions/{listed.GetProperty("id").GetString()}" })
        {
            var html = await browser.ReadAsync(page);
            Html.Text(html).ShouldContain("What changed registry.example.com/shop/checkout:1.4.2, commit 3f2a9c1b04, by Ada <ada@example.com>", Case.Sensitive, page);
            html.ShouldContain("<a href=\"https://wiki.example.com/checkout\" rel=\"noreferrer\">Runbook</a>");
        }
    }

    [Theory]
    [InlineData("""{"pullRequest": "javascript:alert(1)"}""", "change.pullRequest 'javascript:alert(1)' was left out: expected an address with http or https, at most 2048 characters")]
    [InlineData("""{"runbook": "wiki/checkout"}""", "change.runbook 'wiki/checkout' was left out: expected an address")]
    [InlineData("""{"link": "https://"}""", "change.link 'https://' was left out: expected an address")]
    [InlineData("""{"author": "Ada\u0007"}""", "was left out: expected plain text, at most 512 characters")]
    [InlineData("""{"image": ["a"]}""", "change.image is a JSON array and was left out: expected a text")]
    [InlineData("""{"comit": "3f2a"}""", "field 'change.comit' is unknown and was ignored; did you mean 'commit'?")]
    [InlineData("""{"commit": "a", "commit": "b"}""", "change.commit is given twice and was left out: expected it once")]
    [InlineData("\"1.4.2\"", "change is a JSON string and was left out: expected an object of image, commit,")]
    [InlineData("""{"image": "", "commit": null}""", null)]
    [InlineData("\"\"", null)]
    [InlineData("null", null)]
    public void What_cannot_be_shown_is_left_out_and_costs_no_verdict(string change, string? warning)
    {
        var body = EvaluateBody.Read(System.Text.Encoding.UTF8.GetBytes($$"""{"service": "checkout", "change": {{change}}}"""));

        body.Faults.ShouldBeEmpty();
        body.Request!.Change.ShouldBeNull();
        if (warning is null)
        {
            body.Warnings.ShouldBeEmpty();
        }
        else
        {
            body.Warnings.ShouldHaveSingleItem().ShouldContain(warning);
        }
    }

    private static IEnumerable<string> Texts(JsonElement node) => node.ValueKind switch
    {
        JsonValueKind.String => [node.GetString()!],
        JsonValueKind.Array => node.EnumerateArray().SelectMany(Texts),
        JsonValueKind.Object => node.EnumerateObject().SelectMany(property => Texts(property.Value)),
        _ => [],
    };

    /// <summary>Stable was the canary of an earlier rollout, whose commit is known from then.</summary>
    [Fact]
    public async Task The_difference_to_stable_is_linked_where_the_setting_says_how()
    {
        await using var gate = await TellingGate.StartAsync("Webhook", ("Gate:DiffLink", "https://git.example.com/{namespace}/{service}/compare/{stableCommit}...{commit}"));
        await gate.AskAsync(SliceCounts.Healthy, ("canaryHash", "7d9f8c6b54"), ("stableHash", "66666666"), ("change", new JsonObject { ["commit"] = "aaa111" }));

        gate.Time.Advance(TimeSpan.FromMinutes(1));
        await gate.AskAsync(Broken, ("change", new JsonObject { ["commit"] = "bbb222" }));
        gate.Time.Advance(TimeSpan.FromMinutes(1));
        await gate.AskAsync(Broken, ("stableHash", "unheard0f"), ("change", new JsonObject { ["commit"] = "bbb222" }));
        gate.Time.Advance(TimeSpan.FromMinutes(1));
        await gate.AskAsync(Broken, ("change", new JsonObject { ["commit"] = "bbb222", ["diff"] = "https://git.example.com/own" }));

        var diffs = (await gate.Host.Client.GetFromJsonAsync<JsonElement>("/v1/decisions")).GetProperty("decisions").EnumerateArray()
            .Select(decision => decision.GetProperty("change").GetProperty("diff").GetString()).Reverse();
        diffs.ShouldBe([null, "https://git.example.com/shop/checkout/compare/aaa111...bbb222", null, "https://git.example.com/own"]);
    }

    [Theory]
    [InlineData("https://git.example.com/{service}/commit/{commit}", true)]
    [InlineData("https://git.example.com/{servce}", false)]
    [InlineData("git.example.com/{commit}", false)]
    [InlineData("javascript:{commit}", false)]
    public void A_setting_that_leads_nowhere_is_refused(string template, bool isValid) => DiffLink.IsValid(template).ShouldBe(isValid);

    [Fact]
    public void A_value_is_a_part_of_the_address_and_never_more() =>
        DiffLink.Of("https://git.example.com/{commit}", new GateRequest { Service = "checkout", Rollout = "checkout", Change = new Change { Commit = "../..//evil?x=#" } })
            .ShouldBe("https://git.example.com/..%2F..%2F%2Fevil%3Fx%3D%23");

    [Theory]
    [InlineData(Verdict.Fail, GateMode.Step, Strategy.Canary, "kubectl argo rollouts get rollout checkout -n shop|kubectl argo rollouts undo checkout -n shop")]
    [InlineData(Verdict.Inconclusive, GateMode.Step, Strategy.BlueGreen, "kubectl argo rollouts get rollout checkout -n shop|kubectl argo rollouts promote checkout -n shop|kubectl argo rollouts abort checkout -n shop")]
    [InlineData(Verdict.Inconclusive, GateMode.Background, Strategy.Canary, "kubectl argo rollouts get rollout checkout -n shop")]
    [InlineData(Verdict.Fail, GateMode.Step, Strategy.Rolling, "")]
    public void What_to_type_is_of_this_rollout(Verdict verdict, GateMode mode, Strategy strategy, string lines) =>
        string.Join('|', RolloutCommands.Of(new GateRequest { Service = "checkout", Rollout = "checkout", Namespace = "shop", Mode = mode, Strategy = strategy }, verdict)).ShouldBe(lines);
}
