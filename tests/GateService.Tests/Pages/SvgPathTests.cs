using GateService.Pages.Charts;

namespace GateService.Tests.Pages;

/// <summary>Lines, steps and bands as paths.</summary>
public sealed class SvgPathTests
{
    [Fact]
    public void A_line_goes_from_point_to_point() => SvgPath.Line([(0, 1), (10.26, 2.04)]).ShouldBe("M0 1L10.3 2");

    [Fact]
    public void The_pen_is_lifted_where_there_is_no_point() => SvgPath.Line([(0, 1), (1, 1), null, null, (4, 2), (5, 2)]).ShouldBe("M0 1L1 1M4 2L5 2");

    [Fact]
    public void A_point_alone_is_a_dot() => SvgPath.Line([null, (3, 4), null]).ShouldBe("M3 4h0");

    [Fact]
    public void A_limit_that_stays_is_one_line() => SvgPath.Steps([(0, 50), (10, 50), (20, 50), (30, 30), (40, 30)]).ShouldBe("M0 50H20V30H40");

    [Fact]
    public void A_limit_holds_back_to_the_point_before() => SvgPath.Steps([(0, 50), (10, 50), (20, 30), (30, 30)]).ShouldBe("M0 50H10V30H30");

    [Fact]
    public void A_band_goes_out_above_and_back_below() => SvgPath.Band([(0, 10, 5), (10, 12, 6)]).ShouldBe("M0 5L10 6L10 12L0 10Z");

    [Fact]
    public void Nothing_is_nothing()
    {
        SvgPath.Line([]).ShouldBeEmpty();
        SvgPath.Steps([null]).ShouldBeEmpty();
        SvgPath.Band([(1, 2, 3)]).ShouldBeEmpty();
    }
}
