using GateService.Core.Attribution;
using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Requests;
using GateService.Tests.Evidence;

namespace GateService.Tests.Attribution;

/// <summary>Answers of New Relic about errors and calls, whole, broken and missing, as the core gets to see them.</summary>
public sealed class ErrorEvidenceTests : ScriptedErrors
{
    private static readonly EvidencePlan Alone = Plans.Of(Plans.Written(Policy.Replace("HOSTS", string.Join(", ", Enumerable.Range(1, 40).Select(i => $"provider-{i}.example.com")), StringComparison.Ordinal)), Plans.Request with { Strategy = Strategy.BlueGreen });

    [Fact]
    public async Task Signatures_are_laid_onto_the_buckets_and_the_tail_is_one_series_without_a_name()
    {
        var errors = await GatherAsync(name => name == "errors" ? Answer([Error(0, 3, "Http", "503", "Unavailable", "UF"), Error(2, 4, "Http", "503", "Unavailable", "UF"), Error(2, 1, "-", "500", "-", "-")], [Other(1, 7), Other(29, 5)]) : Answer());

        errors.Unavailable.ShouldBeNull();
        errors.Canary.Select(series => series.Signature).ShouldBe([new ErrorSignature("Http", "503", "Unavailable", "UF"), new ErrorSignature(null, "500", null), null]);
        errors.Canary[0].Buckets.Select(bucket => bucket.Failures).Take(3).ShouldBe([3, 0, 4]);
        errors.Canary[2].Buckets.Sum(bucket => bucket.Failures).ShouldBe(12);
        errors.Canary[2].Buckets[29].ShouldBe(new ErrorCount(5, 5));
        errors.Stable.ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_more_kinds_than_are_asked_for_none_is_lost()
    {
        var errors = await SeededAsync(i => i % 7 == 0 ? ("System.Exception", "always the same") : ($"Shop.Order{i % 350}Exception", "failed"));

        errors.Unavailable.ShouldBeNull();
        errors.Canary.Count.ShouldBe(101);
        errors.Canary.Count(series => series.Signature is null).ShouldBe(1);
        errors.Canary.Sum(series => series.Buckets.Sum(bucket => bucket.Failures)).ShouldBe(600);
        errors.Stable.ShouldHaveSingleItem().Buckets.Sum(bucket => bucket.Failures).ShouldBe(100);
        var ledger = Ledger.Of(errors, new Classifier(Plan.Attribution!, [], new DateOnly(2026, 11, 24)), Plan.Span.Buckets);
        ledger.Own.Sum(known => known.Canary).ShouldBe(600);
        ledger.CanaryTail.Sum(count => count.Failures).ShouldBe(400);
    }

    /// <summary>As many messages as there are errors, names in them: they name nothing, and class and status count.</summary>
    [Fact]
    public async Task Messages_that_are_all_different_make_no_kinds()
    {
        var errors = await SeededAsync(i => ("System.Exception", i % 7 == 0 ? "always the same" : $"no stock of {string.Concat($"{i}".Select(digit => (char)('g' + digit - '0')))} chair"));

        errors.Canary.ShouldHaveSingleItem().Signature.ShouldBe(new ErrorSignature("System.Exception", "500", null));
        errors.Canary[0].Buckets.Sum(bucket => bucket.Failures).ShouldBe(600);
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task A_row_without_its_count_signature_or_time_is_no_zero(string what, object row)
    {
        foreach (var side in new[] { "errors", "errors-stable" })
        {
            var errors = await GatherAsync(name => name == side ? Answer([Error(0, 3, "Http", "503", "-", "-"), row]) : Answer());

            errors.Unavailable.ShouldBe("New Relic answered with errors, but without their counts or what was said of them", $"{what} of {side}");
            errors.Canary.ShouldBeEmpty();
        }
    }

    [Theory]
    [InlineData("errors")]
    [InlineData("errors-stable")]
    public async Task Where_one_slices_errors_are_not_answered_nobodys_are_told_apart(string missing)
    {
        var errors = await GatherAsync(name => name == missing ? null : Answer([Error(0, 3, "Http", "503", "-", "-")]));

        errors.Unavailable.ShouldNotBeNull().ShouldStartWith("New Relic answered garbage");
        (errors.Canary.Count, errors.Stable.Count).ShouldBe((0, 0));
    }

    [Fact]
    public async Task Classes_of_one_slice_alone_are_of_neither()
    {
        var errors = await GatherAsync(name => name switch
        {
            "errors" or "errors-stable" => Answer([Error(0, 3, "-", "503", "-", "-")]),
            "error-names" => Answer([Name(0, 3, "Http", "503", "Unavailable")]),
            "error-names-stable" => null,
            _ => Answer(),
        });

        errors.Unavailable.ShouldBeNull();
        errors.Canary.Concat(errors.Stable).ShouldAllBe(series => series.Signature == new ErrorSignature(null, "503", null, null));
    }

    [Fact]
    public async Task A_witness_that_was_not_heard_is_no_witness_of_silence()
    {
        var heard = await GatherAsync(name => name == "witness:payments" ? Answer([new { beginTimeSeconds = Seconds(0), facet = "answered", calls = 27, mean = 0.1, deviation = 0.1 }, new { beginTimeSeconds = Seconds(0), facet = "failed", calls = 3, mean = 0.1, deviation = 0.1 }]) : Answer(), Alone);
        (heard.Witnesses["payments"][0].Calls, heard.Witnesses["payments"][0].Failed.Size).ShouldBe((30, 3));
        heard.UnheardWitnesses.Keys.ShouldBe(["many"]);
        heard.UnheardWitnesses["many"].ShouldStartWith("its query is longer than the 4000 bytes New Relic takes");

        var unheard = await GatherAsync(name => name == "witness:payments" ? null : Answer(), Alone);
        unheard.Witnesses.ShouldBeEmpty();
        unheard.UnheardWitnesses["payments"].ShouldStartWith("New Relic answered garbage");
    }

    private static object Other(int bucket, int failures) => new { beginTimeSeconds = Seconds(bucket), endTimeSeconds = Seconds(bucket + 1), failures, marked = 0, noticed = failures };
}
