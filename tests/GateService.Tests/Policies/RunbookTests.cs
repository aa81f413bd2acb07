using GateService.Core;
using GateService.Core.Policies;
using GateService.Core.Policies.Reading;
using GateService.Core.Requests;
using GateService.Core.Verdicts;
using GateService.Notifications;
using GateService.Tests.Evidence;
using GateService.Tests.Notifications;
using GateService.Yaml;

namespace GateService.Tests.Policies;

/// <summary>Where people find what to do: a policy's runbook stands in for the one that a request does not say.</summary>
public sealed class RunbookTests
{
    private const string Objectives = "objectives: {errors: {kind: errorRate, atMost: 1%}}";
    private const string Wiki = "https://wiki.example.com/checkout";

    [Fact]
    public void A_policy_says_where_people_find_what_to_do() => Plans.Written($"runbook: {Wiki}\n{Objectives}").Runbook.ShouldBe(Wiki);

    [Fact]
    public void A_service_has_its_own()
    {
        var catalog = Plans.Catalog(new Dictionary<string, string>
        {
            ["base.yaml"] = $"kind: policy\nname: base\nrunbook: https://wiki.example.com/all\n{Objectives}",
            ["services/shop.yaml"] = $"kind: service\nname: shop\npolicy: base\noverrides: {{runbook: {Wiki}}}",
        });

        ((PolicyResolution.Resolved)catalog.Resolve("shop", null, default, null)).Policy.Runbook.ShouldBe(Wiki);
    }

    /// <summary>Who moves a page of the wiki changes no verdict.</summary>
    [Fact]
    public void It_is_no_part_of_the_revision() => Plans.Written($"runbook: {Wiki}\n{Objectives}").Revision.ShouldBe(Plans.Written(Objectives).Revision);

    [Theory]
    [InlineData("wiki/checkout")]
    [InlineData("javascript:alert(1)")]
    [InlineData("ftp://wiki.example.com/checkout")]
    [InlineData("https:///checkout")]
    public void What_is_no_address_of_a_page_is_a_fault(string runbook)
    {
        var faults = new List<PolicyFault>();
        PolicyTexts.Build(new Dictionary<string, string> { ["base.yaml"] = $"kind: policy\nname: base\nrunbook: '{runbook}'\n{Objectives}" }, Judges.Shipped, faults);

        faults.ShouldHaveSingleItem().ToString().ShouldStartWith($"base.yaml:3 runbook: '{runbook}': expected an absolute address with http or https");
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData(null, Wiki, Wiki)]
    [InlineData("https://wiki.example.com/now", Wiki, "https://wiki.example.com/now")]
    public void The_requests_own_wins(string? request, string? policy, string? shown)
    {
        var evaluation = new GateEvaluation
        {
            Request = new GateRequest { Service = "shop", Rollout = "shop", Change = request is null ? null : new Change { Runbook = request, Author = "Ada" } },
            Verdict = Verdict.Fail,
            Score = 0,
            Summary = "",
            Policy = Plans.Written(policy is null ? Objectives : $"runbook: {policy}\n{Objectives}"),
        };

        evaluation.WhatChanged()?.Runbook.ShouldBe(shown);
        evaluation.WhatChanged()?.Author.ShouldBe(request is null ? null : "Ada");
        (evaluation.WhatChanged() is null).ShouldBe(shown is null);
    }

    /// <summary>Nobody said what changed: the message has the runbook, and no empty line about a change.</summary>
    [Fact]
    public void A_message_has_it_where_nothing_else_is_known_of_the_change()
    {
        var text = SlackMessage.Compose(Told.Failed with { Change = new Change { Runbook = Wiki } }).ToJsonString();

        text.ShouldContain($"{Wiki}|Runbook");
        text.ShouldNotContain("What changed");
    }
}
