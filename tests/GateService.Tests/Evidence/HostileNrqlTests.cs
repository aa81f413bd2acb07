using CsCheck;
using GateService.Core.Planning;
using NewRelic.Api;
using NewRelic.Simulator.Nrql;
using NrqlQuery = NewRelic.Api.NrqlQuery;

namespace GateService.Tests.Evidence;

/// <summary>No name and no argument changes what a query means.</summary>
public sealed class HostileNrqlTests : RenderedQueries
{
    private const string Kpi =
        """
        objectives:
          conversion:
            kind: kpi
            eventType: CheckoutCompleted
            form: ratio
            where: "shop = {shop} AND total > {least}"
            numerator: "outcome = 'ok'"
            parameters: {shop: {type: text}, least: {type: number}}
            atLeast: 90%
        """;

    [Fact]
    public void No_service_name_changes_what_a_query_means() => Gen.String.Sample(hostile => IsRefusedOrIntact(
        hostile, value => Plans.Of(Plans.Shipped("http-default"), Plans.Request with { Service = value })));

    [Fact]
    public void No_argument_changes_what_a_query_means() => Gen.String.Sample(hostile => IsRefusedOrIntact(
        hostile, value => Plans.Of(Plans.Written(Kpi), Plans.Request with { Args = new Dictionary<string, string> { ["shop"] = value, ["least"] = "1.5" } })));

    [Theory]
    [InlineData("' OR 1 = 1 --")]
    [InlineData("\\' OR '' = '")]
    [InlineData("x\\")]
    [InlineData("' SINCE 10 years ago /*")]
    [InlineData("*/ // -- `")]
    [InlineData("{least}")]
    public void The_classics_are_texts_like_any_other(string hostile)
    {
        IsRefusedOrIntact(hostile, value => Plans.Of(Plans.Shipped("http-default"), Plans.Request with { Service = value })).ShouldBeTrue();
        IsRefusedOrIntact(hostile, value => Plans.Of(Plans.Written(Kpi), Plans.Request with { Args = new Dictionary<string, string> { ["shop"] = value, ["least"] = "1.5" } })).ShouldBeTrue();
    }

    /// <summary>NRQL cannot escape it: what would be a wildcard of the request's is looked for as it stands.</summary>
    [Fact]
    public void A_wildcard_in_a_name_stays_a_text()
    {
        var policy = Plans.Written("telemetry: {serviceValue: \"{service}/*\"}\njudge: threshold\nobjectives: {e: {kind: errorRate, atMost: 1%}}");

        Render(Plans.Of(policy, Plans.Request with { Service = "a*b" })).ShouldAllBe(query => query.Nrql.Text.Contains("appName LIKE 'a*b/%'"));
        Render(Plans.Of(policy, Plans.Request with { Service = "a%b" })).ShouldAllBe(query => query.Nrql.Text.Contains("appName = 'a%b/*'"));
    }

    /// <summary>Everything that an evaluation asks but stable's quantiles before the rollout.</summary>

    /// <summary>Refused by the literal, or found again by the simulator's parser as one intact literal in a query of the same shape.</summary>
    private static bool IsRefusedOrIntact(string hostile, Func<string, EvidencePlan> plan)
    {
        IReadOnlyList<NrqlQuery> rendered;
        try
        {
            rendered = Render(plan(hostile));
        }
        catch (ArgumentException)
        {
            return hostile.Any(c => char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029');
        }

        // As long as the hostile one, so that queries are split alike.
        var harmless = new string('h', Nrql.Create($"{hostile}").Bytes - 2);
        return rendered.Zip(Render(plan(harmless))).All(pair =>
            NrqlParser.StringLiterals(pair.First.Nrql.Text).SequenceEqual(NrqlParser.StringLiterals(pair.Second.Nrql.Text).Select(literal => literal == harmless ? hostile : literal)));
    }
}
