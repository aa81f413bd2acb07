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

    private static Ledger Of(ErrorEvidence evidence) => Ledger.Of(evidence, new Classifier(Settings, [], Today), Buckets);

    private static IEnumerable<ErrorClass> Classes(Ledger ledger) => [.. ledger.Own, .. ledger.Bypassed, .. ledger.Accounts.SelectMany(account => account.Classes)];

    private static ErrorCount Total(IEnumerable<ErrorSeries> series, int t) => series.Select(known => known.Buckets[t]).Aggregate(default(ErrorCount), (a, b) => a + b);

    private static ErrorCount Own(IEnumerable<ErrorSeries> series, int t) => Total(series.Where(known => known.Signature is not { Type: ['p' or 'd' or 'c' or 'n' or 'b', ..] }), t);
}
