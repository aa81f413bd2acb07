using GateService.Core.Words;

namespace GateService.Core.Tests.Words;

public sealed class StatementTests
{
    private static readonly Statement Whole = new Statement("error-rate 4.1 % over limit 1 %") { Counts = "37 of 903 canary requests" }.With("payments-api above all");

    [Fact]
    public void A_statement_is_put_together_for_each_medium()
    {
        Whole.ToString().ShouldBe("error-rate 4.1 % over limit 1 %; payments-api above all (37 of 903 canary requests)");
        Whole.Brief.ShouldBe("error-rate 4.1 % over limit 1 %; payments-api above all");
        Whole.At(" at weight 5", "10m").ShouldBe("error-rate 4.1 % over limit 1 %; payments-api above all (37 of 903 canary requests, 10m at weight 5)");
        (Whole with { Counts = null }).At("", "10m").ShouldBe("error-rate 4.1 % over limit 1 %; payments-api above all (10m)");
    }

    [Fact]
    public void Brackets_in_a_text_are_no_counts()
    {
        var said = new Statement("New Relic timed out (after 5 s)");

        said.At(" at weight 5", "10m").ShouldBe("New Relic timed out (after 5 s) (10m at weight 5)");
        said.With("and more").ToString().ShouldBe("New Relic timed out (after 5 s); and more");
    }
}
