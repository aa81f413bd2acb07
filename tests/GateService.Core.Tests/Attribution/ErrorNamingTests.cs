using GateService.Core.Evidence;

namespace GateService.Core.Tests.Attribution;

/// <summary>Counts of requests, split by the shares of errors that are told beside them.</summary>
public sealed class ErrorNamingTests
{
    private static readonly ErrorSignature Unclassified = new(null, "500", null);
    private static readonly ErrorSignature Null = new("NullPointer", "500", "no currency");
    private static readonly ErrorSignature Refused = new("Connect", "500", "refused");

    [Fact]
    public void Noticed_requests_of_a_status_are_split_by_the_shares_of_its_errors()
    {
        var series = Split([Counted(Unclassified, new CountedError(400, 0, 400))], [Named(Null, 30), Named(Refused, 10)]);

        series.Select(known => (known.Signature, known.Buckets[0])).ShouldBe([(Null, new ErrorCount(300, 300)), (Refused, new ErrorCount(100, 100))]);
    }

    [Fact]
    public void Requests_whose_error_nobody_noticed_stay_without_a_class_whatever_the_others_are()
    {
        var series = Split([Counted(Unclassified, new CountedError(105, 0, 5))], [Named(Refused, 5)]);

        series.Select(known => (known.Signature, known.Buckets[0].Errors)).ShouldBe([(Refused, 5), (Unclassified, 100)]);
    }

    /// <summary>Errors that each are told with their request name those that say the same: an error without an exception keeps the class that its failed call is linked by.</summary>
    [Fact]
    public void Requests_that_say_something_themselves_are_named_by_those_that_say_the_same()
    {
        var said = Unclassified with { Message = "refused" };

        var series = Split(
            [Counted(said, new CountedError(30, 0, 30)), Counted(Unclassified, new CountedError(10, 0, 10))],
            [Named(Refused, 3) with { Request = new RequestWords("refused") }, Named(Unclassified, 1) with { Request = new RequestWords(null) }]);

        series.Select(known => (known.Signature, known.Buckets[0].Errors)).ShouldBe([(Refused, 30), (Unclassified, 10)]);
    }

    /// <summary>OpenTelemetry's <c>error.type</c> where no exception was seen by the instrumentation: a status. A class that a request carries is one.</summary>
    [Theory]
    [InlineData("500", true)]
    [InlineData("503", true)]
    [InlineData("UNAVAILABLE", true)]
    [InlineData("_OTHER", true)]
    [InlineData("java.lang.IllegalStateException", false)]
    [InlineData("timeout", false)]
    public void A_status_is_no_class(string type, bool isNamed) =>
        Split([Counted(Unclassified with { Type = type }, new CountedError(400, 0, 400))], [Named(Null, 30), Named(Refused, 10)]).Select(known => known.Signature!.Type)
            .ShouldBe(isNamed ? ["NullPointer", "Connect"] : [type]);

    [Fact]
    public void Errors_of_another_status_name_nobody() =>
        Split([Counted(Unclassified, new CountedError(8, 0, 8))], [Named(Refused with { Status = "503" }, 50)]).ShouldHaveSingleItem().Signature.ShouldBe(Unclassified);

    [Fact]
    public void Without_any_error_told_beside_them_nothing_is_named() =>
        Split([Counted(Unclassified, new CountedError(8, 2, 8))], []).ShouldHaveSingleItem().Buckets[0].ShouldBe(new ErrorCount(8, 10));

    [Fact]
    public void A_bucket_that_kept_no_error_goes_by_those_before_it_and_by_none_after_it()
    {
        var counted = Counted(Unclassified, new CountedError(6, 0, 6), new CountedError(6, 0, 6), new CountedError(6, 0, 6));

        var series = Split([counted], [Named(Null, 0, 2, 0), Named(Refused, 0, 1, 0)]);

        Of(series, Unclassified).Select(bucket => bucket.Errors).ShouldBe([6, 0, 0]);
        Of(series, Null).Select(bucket => bucket.Errors).ShouldBe([0, 4, 4]);
        Of(series, Refused).Select(bucket => bucket.Errors).ShouldBe([0, 2, 2]);
    }

    [Fact]
    public void Expected_errors_are_no_marks_and_a_5xx_stays_an_error_whoever_expected_it()
    {
        var (ok, sold) = (new ErrorSignature(null, "200", null), new ErrorSignature("OutOfStock", "200", "sold"));

        var series = Split(
            [Counted(ok, new CountedError(0, 20, 20)), Counted(Unclassified, new CountedError(10, 0, 10))],
            [Named(sold, expected: true, 15), Named(sold with { Type = "Other" }, 5), Named(Null, expected: true, 10)]);

        series.Select(known => (known.Signature!.Type, known.Buckets[0])).ShouldBe([("Other", new ErrorCount(0, 5)), ("NullPointer", new ErrorCount(10, 10))]);
    }

    [Fact]
    public void Where_nothing_but_the_mark_makes_an_error_an_expected_one_is_none() =>
        Split([Counted(Unclassified, new CountedError(10, 0, 10))], [Named(Null, expected: true, 9), Named(Refused, 1)], marksAreErrors: true).ShouldHaveSingleItem().Buckets[0].Errors.ShouldBe(1);

    [Fact]
    public void A_class_that_the_request_carries_stays_and_loses_what_was_expected_of_it()
    {
        var sold = new ErrorSignature("OutOfStock", "200", "sold out");

        var series = Split([Counted(sold, new CountedError(0, 20, 20))], [Named(sold with { Message = "SKU *" }, expected: true, 6), Named(sold, 2), Named(Null with { Status = "200" }, 90)]);

        series.ShouldHaveSingleItem().ShouldSatisfyAllConditions(known => known.Signature.ShouldBe(sold), known => known.Buckets[0].Failures.ShouldBe(5));
    }

    [Fact]
    public void A_class_that_the_request_carries_without_a_message_gets_the_messages_of_that_class()
    {
        var series = Split([Counted(Null with { Message = null }, new CountedError(9, 0, 0))], [Named(Null, 2), Named(Null with { Message = "no price" }, 1), Named(Refused, 50)]);

        series.Select(known => (known.Signature!.Message, known.Buckets[0].Errors)).ShouldBe([("no currency", 6), ("no price", 3)]);
    }

    [Fact]
    public void What_is_too_rare_to_be_told_apart_stays_so_in_its_share_and_nothing_is_lost()
    {
        var series = ErrorNaming.Split([Counted(Unclassified, new CountedError(90, 10, 95)), Counted(null, new CountedError(7, 0, 7))], [Named(Null, 30)], [10.0], marksAreErrors: false);

        series.Sum(known => known.Buckets[0].Failures).ShouldBe(107, 1e-9);
        Of(series, Unclassified)[0].Errors.ShouldBe(5, 1e-9);
        series.Single(known => known.Signature is null).Buckets[0].Failures.ShouldBe(7 + (95 / 4.0), 1e-9);
    }

    [Fact]
    public void The_share_of_expected_ones_is_the_buckets_else_that_of_all_up_to_it_and_unknown_before_any() =>
        ErrorNaming.ExpectedShares([0, 4, 0, 2], [0, 1, 0, 2]).ShouldBe([null, 0.25, 0.25, 1]);

    private static IReadOnlyList<ErrorSeries> Split(IReadOnlyList<CountedErrors> counted, IReadOnlyList<NamedErrors> named, bool marksAreErrors = false) =>
        ErrorNaming.Split(counted, named, new double[counted[0].Buckets.Count], marksAreErrors);

    private static IReadOnlyList<ErrorCount> Of(IReadOnlyList<ErrorSeries> series, ErrorSignature signature) => series.Single(known => known.Signature == signature).Buckets;

    private static CountedErrors Counted(ErrorSignature? signature, params CountedError[] buckets) => new(signature, buckets);

    private static NamedErrors Named(ErrorSignature signature, params double[] buckets) => Named(signature, expected: false, buckets);

    private static NamedErrors Named(ErrorSignature signature, bool expected, params double[] buckets) => new(signature.Status, signature.Type, signature.Message, expected, buckets);
}
