using GateService.Core.Attribution;
using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Verdicts;

namespace GateService.Core.Tests.Attribution;

/// <summary>A class that comes on top of an outage of both slices, and that stable does not have, is the canary's own; the same errors by another name are not.</summary>
public sealed class StrangersTests
{
    private static readonly ErrorSignature Column = new("Npgsql.NpgsqlException", "500", "42703: column o.discount does not exist");
    private static readonly ErrorSignature Timeout = new("Npgsql.NpgsqlException", "500", "Timeout while reading from stream");

    [Theory]
    [InlineData(30, 12)]
    [InlineData(18, 8)]
    [InlineData(60, 15)]
    public void What_the_canary_alone_asks_wrongly_of_a_database_that_is_down_for_both_fails_it(double outage, double own)
    {
        var evaluation = Outage(outage).Fails(Column, own, 0).Evaluate();

        evaluation.Verdict.ShouldBe(Verdict.Fail, Said(evaluation));
        evaluation.Findings[0].Reason.ToString().ShouldContain($"NpgsqlException 500 x{20 * own}; database judged apart");
        var found = evaluation.Attribution.ShouldNotBeNull();
        found.Ledger.Own.ShouldContain(known => known.Signature == Column);
        found.Accounts.ShouldHaveSingleItem().Account.Classes.ShouldHaveSingleItem().Signature.ShouldBe(Shop.Database);
    }

    /// <summary>Beneath a large outage a few more are not shown to come on top; they are not excused with it either.</summary>
    [Fact]
    public void What_is_not_shown_to_come_on_top_is_held_and_not_excused()
    {
        var evaluation = Outage(60).Fails(Column, 5, 0).Evaluate();

        evaluation.Verdict.ShouldBe(Verdict.Inconclusive, Said(evaluation));
        evaluation.Attribution.ShouldNotBeNull().Accounts.ShouldHaveSingleItem().Decision.ShouldBe(AccountDecision.Suspicious);
    }

    /// <summary>Whoever wraps an exception anew has as many errors as before.</summary>
    [Theory]
    [InlineData(30, 0)]
    [InlineData(18, 12)]
    [InlineData(12, 18)]
    public void Errors_of_an_outage_by_another_name_stay_the_database_s(double renamed, double kept)
    {
        var all = (renamed + kept) * 19;
        var evaluation = new Shop(20) { Past = _ => 0.1 }.Fails(Shop.Database, kept, all).Fails(Column, renamed, 0).Evaluate();

        evaluation.Verdict.ShouldNotBe(Verdict.Fail, Said(evaluation));
        evaluation.Attribution.ShouldNotBeNull().Ledger.Own.ShouldBeEmpty();
    }

    [Fact]
    public void A_class_that_both_slices_have_is_part_of_the_outage()
    {
        var evaluation = Outage(30).Fails(Timeout, 8, 152).Evaluate();

        evaluation.Verdict.ShouldNotBe(Verdict.Fail, Said(evaluation));
        evaluation.Attribution.ShouldNotBeNull().Ledger.Own.ShouldBeEmpty();
    }

    [Fact]
    public void A_few_of_a_rare_class_accuse_nobody()
    {
        var evaluation = Outage(30).Fails(Column, t => t % 7 == 3 ? 3 : 0, _ => 0).Evaluate();

        evaluation.Findings.ShouldAllBe(finding => finding.Outcome != FindingOutcome.Tripped);
    }

    private static string Said(GateEvaluation evaluation) => string.Join("; ", evaluation.Findings.Select(finding => finding.Reason));

    private static Shop Outage(double canary) => new Shop(20) { Past = _ => 0.1, Limit = 0.01 }.Fails(Shop.Database, canary, 19 * canary);
}
