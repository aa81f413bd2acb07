using CsCheck;
using GateService.Core.Verdicts;

namespace GateService.Core.Tests.Verdicts;

public sealed class ReasonLineTests
{
    private const string Id = "01KB4ZX6Q8W1V5T2N9R7M3C0DE";

    [Fact]
    public void The_decision_stands_whole_at_the_end() =>
        ReasonLine.Compose("error-rate 4.1 % over limit 1 %", Id).ShouldBe($"error-rate 4.1 % over limit 1 % decision {Id}");

    [Fact]
    public void A_long_summary_is_cut_at_a_word_and_the_decision_kept()
    {
        var line = ReasonLine.Compose(string.Join(' ', Enumerable.Repeat("objective", 80)), Id);

        line.Length.ShouldBeLessThanOrEqualTo(300);
        line.ShouldEndWith($"objective… decision {Id}");
    }

    [Fact]
    public void Whatever_a_name_holds_the_line_is_one_clean_line() =>
        Gen.String.Sample(hostile =>
        {
            var line = ReasonLine.Compose(hostile, Id);

            return line.Length <= 300 && line.EndsWith(Id, StringComparison.Ordinal) && !line.Any(c => c is '<' or '>' or '&' || char.IsControl(c)) && IsWellFormed(line);
        });

    private static bool IsWellFormed(string text) => !text.Where((c, i) => char.IsSurrogate(c) && !char.IsSurrogatePair(text, i) && (i == 0 || !char.IsSurrogatePair(text, i - 1))).Any();
}
