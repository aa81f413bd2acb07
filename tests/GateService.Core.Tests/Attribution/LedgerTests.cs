using CsCheck;
using GateService.Core.Attribution;
using GateService.Core.Evidence;
using GateService.Core.Policies;

namespace GateService.Core.Tests.Attribution;

/// <summary>Every failed request is on exactly one account, and nothing is lost on the way there.</summary>
public sealed class LedgerTests
{
    private const int Buckets = 4;
    private static readonly DateOnly Today = new(2026, 11, 25);

    /// <summary>Rules by the first letter of the type; what has none of them is the service's own.</summary>
    private static readonly AttributionSettings Settings = new()
    {
        Signatures =
        [
            new SignatureRule { Name = "p", Types = ["p*"], Origin = SignatureOrigin.Dependency, Named = "payments" },
            new SignatureRule { Name = "d", Types = ["d*"], Origin = SignatureOrigin.Dependency, Named = "database" },
            new SignatureRule { Name = "c", Types = ["c*"], Origin = SignatureOrigin.Client },
            new SignatureRule { Name = "n", Types = ["n*"], Origin = SignatureOrigin.Platform },
            new SignatureRule { Name = "b", Types = ["b*"], Origin = SignatureOrigin.Bypass, Until = Today, Reason = "known" },
            new SignatureRule { Name = "o", Types = ["o*"], Origin = SignatureOrigin.Own },
        ],
    };

    private static readonly Gen<ErrorSignature?> Signature = Gen.Select(Gen.Int[0, 7], Gen.Int[0, 3], Gen.Int[0, 2])
        .Select((letter, type, message) => letter == 7 ? null : new ErrorSignature($"{"pdcnbox"[letter]}{type}", "500", message == 0 ? null : $"m{message}"));

    private static readonly Gen<ErrorCount> Count = Gen.Select(Gen.Int[0, 50], Gen.Int[0, 50]).Select((errors, more) => new ErrorCount(errors, errors + more));

    private static readonly Gen<ErrorEvidence> Evidence =
        Gen.Select(Signature.Array[0, 12], Signature.Array[0, 12], Count.Array[24 * Buckets]).Select((canary, stable, counts) => new ErrorEvidence
        {
            Canary = [.. canary.Distinct().Select((signature, i) => new ErrorSeries(signature, counts[(i * Buckets)..((i + 1) * Buckets)]))],
            Stable = [.. stable.Distinct().Select((signature, i) => new ErrorSeries(signature, counts[((12 + i) * Buckets)..((13 + i) * Buckets)]))],
        });

    [Fact]
    public void The_sums_over_all_accounts_equal_the_totals_bucket_by_bucket() => Evidence.Sample(evidence =>
    {
        var ledger = Of(evidence);
        for (var t = 0; t < Buckets; t++)
        {
            var (canary, stable) = (ledger.Accounts.Select(account => account.Canary[t]).Aggregate(default(ErrorCount), (a, b) => a + b), ledger.Accounts.Select(account => account.Stable[t]).Aggregate(default(ErrorCount), (a, b) => a + b));
            (canary + ledger.CanaryBypassed[t]).ShouldBe(ledger.CanaryOthers[t]);
            (stable.Failures <= ledger.StableOthers[t].Failures).ShouldBeTrue();
            (ledger.CanaryOthers[t] + Own(evidence.Canary, t)).ShouldBe(Total(evidence.Canary, t));
            (ledger.StableOthers[t] + Own(evidence.Stable, t)).ShouldBe(Total(evidence.Stable, t));
        }

        Classes(ledger).Sum(known => known.Canary).ShouldBe(Enumerable.Range(0, Buckets).Sum(t => Total(evidence.Canary, t).Failures));
        Classes(ledger).Sum(known => known.Stable).ShouldBe(Enumerable.Range(0, Buckets).Sum(t => Total(evidence.Stable, t).Failures));
    });

    [Fact]
    public void Every_signature_is_in_exactly_one_place() => Evidence.Sample(evidence =>
    {
        var placed = Classes(Of(evidence)).Select(known => known.Signature).ToList();

        placed.Distinct().Count().ShouldBe(placed.Count);
        placed.ShouldBeSubsetOf([.. evidence.Canary.Concat(evidence.Stable).Select(series => series.Signature)]);
    });

    [Fact]
    public void In_which_order_the_signatures_of_a_slice_are_told_changes_nothing() => Evidence.Sample(evidence =>
    {
        var (one, other) = (Of(evidence), Of(evidence with { Canary = [.. evidence.Canary.Reverse()], Stable = [.. evidence.Stable.Reverse()] }));

        one.Accounts.Select(account => account.Name).ShouldBe(other.Accounts.Select(account => account.Name));
        one.Accounts.SelectMany(account => account.Canary).ShouldBe(other.Accounts.SelectMany(account => account.Canary));
        one.CanaryOthers.ShouldBe(other.CanaryOthers);
    });

    [Fact]
    public void What_nobody_could_tell_apart_is_the_services_own()
    {
        var ledger = Of(new ErrorEvidence { Canary = [new ErrorSeries(null, [new(1, 2), default, default, new(3, 4)])] });

        ledger.Accounts.ShouldBeEmpty();
        ledger.Own.ShouldHaveSingleItem().Said.ShouldBe("other");
        ledger.Own[0].Canary.ShouldBe(6);
        ledger.CanaryOthers.ShouldAllBe(count => count == default);
    }

    [Fact]
    public void An_account_without_an_error_is_none() =>
        Of(new ErrorEvidence { Canary = [new ErrorSeries(new ErrorSignature("p", "503", null), new ErrorCount[Buckets])] }).Accounts.ShouldBeEmpty();

    [Fact]
    public void The_first_sight_of_an_account_is_the_first_error_of_either_slice()
    {
        var errors = new ErrorSignature("p", "503", null);

        Of(new ErrorEvidence { Canary = [new ErrorSeries(errors, [default, default, default, new(1, 1)])], Stable = [new ErrorSeries(errors, [default, new(0, 1), default, default])] })
            .Accounts.ShouldHaveSingleItem().FirstSight.ShouldBe(1);
    }

    [Fact]
    public void Accounts_and_classes_are_told_by_size_the_canarys_before_stables_before_the_name()
    {
        ErrorSeries[] canary = [Errors("p1", 3), Errors("d1", 2), Errors("d2", 1), Errors("c1", 1), Errors("o1", 1), Errors("o2", 5), Errors("b1", 7), Errors(null, 4)];
        ErrorSeries[] stable = [Errors("p1", 1), Errors("d1", 8), Errors("n1", 2), Errors("n2", 2), Errors("o3", 9), Errors("b1", 5), Errors(null, 6)];

        var ledger = Of(new ErrorEvidence { Canary = canary, Stable = stable });

        ledger.Accounts.Select(account => account.Name).ShouldBe(["database", "payments", "client", "platform"]);
        ledger.Accounts[0].Classes.Select(known => (known.Said, known.Canary, known.Stable)).ShouldBe([("d1 to database", 2, 8), ("d2 to database", 1, 0)]);
        ledger.Accounts[3].Classes.Select(known => known.Said).ShouldBe(["n1", "n2"]);
        (ledger.Accounts[0].Origin, ledger.Accounts[2].Origin).ShouldBe((SignatureOrigin.Dependency, SignatureOrigin.Client));
        (ledger.Accounts[0].Canary[0], ledger.Accounts[0].Stable[0]).ShouldBe((new ErrorCount(3, 3), new ErrorCount(8, 8)));
        ledger.Own.Select(known => known.Said).ShouldBe(["o2", "other", "o1", "o3"]);
        ledger.Bypassed.ShouldHaveSingleItem().Said.ShouldBe("b1");
        (ledger.CanaryBypassed[0].Failures, ledger.CanaryOthers[0].Failures, ledger.StableOthers[0].Failures).ShouldBe((7, 14, 18));
        (ledger.CanaryTail[0].Failures, ledger.StableTail[0].Failures).ShouldBe((4, 6));

        static ErrorSeries Errors(string? type, double count) => new(type is null ? null : new ErrorSignature(type, null, null), [new(count, count), default, default, default]);
    }

    [Fact]
    public void An_account_is_as_large_as_all_its_classes_and_ties_are_told_by_stable_and_then_by_name()
    {
        Names([Errors("p1", 3), Errors("d1", 2), Errors("d2", 2)], []).ShouldBe(["database", "payments"]);
        Names([Errors("p1", 1), Errors("d1", 1)], [Errors("p1", 3), Errors("d1", 2), Errors("d2", 2)]).ShouldBe(["database", "payments"]);
        Names([Errors("p1", 1), Errors("d1", 1)], [Errors("p1", 2), Errors("d1", 2)]).ShouldBe(["database", "payments"]);
        Of(new ErrorEvidence { Canary = [Errors("o1", 1), Errors("o2", 1)], Stable = [Errors("o1", 1), Errors("o2", 3)] }).Own.Select(known => known.Said).ShouldBe(["o2", "o1"]);

        static IEnumerable<string> Names(ErrorSeries[] canary, ErrorSeries[] stable) => Of(new ErrorEvidence { Canary = canary, Stable = stable }).Accounts.Select(account => account.Name);

        static ErrorSeries Errors(string type, double count) => new(new ErrorSignature(type, null, null), [new(count, count), default, default, default]);
    }

    [Fact]
    public void Series_shorter_or_longer_than_the_span_count_where_they_are()
    {
        var ledger = Of(new ErrorEvidence { Canary = [new ErrorSeries(new ErrorSignature("p", null, null), [new(1, 1)]), new ErrorSeries(new ErrorSignature("d", null, null), [.. Enumerable.Repeat(new ErrorCount(2, 2), Buckets + 1)])] });

        ledger.CanaryOthers.Select(count => count.Failures).ShouldBe([3, 2, 2, 2]);
    }

    private static Ledger Of(ErrorEvidence evidence) => Ledger.Of(evidence, new Classifier(Settings, [], Today), Buckets);

    private static IEnumerable<ErrorClass> Classes(Ledger ledger) => [.. ledger.Own, .. ledger.Bypassed, .. ledger.Accounts.SelectMany(account => account.Classes)];

    private static ErrorCount Total(IEnumerable<ErrorSeries> series, int t) => series.Select(known => known.Buckets[t]).Aggregate(default(ErrorCount), (a, b) => a + b);

    private static ErrorCount Own(IEnumerable<ErrorSeries> series, int t) => Total(series.Where(known => known.Signature is not { Type: ['p' or 'd' or 'c' or 'n' or 'b', ..] }), t);
}
