using System.Text.RegularExpressions;
using GateService.Core.Attribution;
using GateService.Core.Findings;
using GateService.Core.Verdicts;
using GateService.Core.Words;
using GateService.Pages.Words;
using GateService.Tests.Hosting;

namespace GateService.Tests.Guards;

/// <summary>The host decides on Core's enums, never on their words: a case that is added to one fails to compile until everybody knows it.</summary>
public sealed partial class ClosedWordsTests
{
    private static readonly string[] Words =
    [
        .. Enum.GetValues<Verdict>().Select(EnumNames.Of), .. Enum.GetValues<FindingOutcome>().Select(EnumNames.Of), .. Enum.GetValues<UndecidedCause>().Select(EnumNames.Of),
        .. Enum.GetValues<AccountDecision>().Select(EnumNames.Of), .. Enum.GetValues<Fault>().Select(EnumNames.Of),
    ];

    private static readonly string[] Closed =
    [
        nameof(Verdict), nameof(FindingOutcome), nameof(UndecidedCause), nameof(AccountDecision), nameof(Fault), nameof(Cause), nameof(Advice), nameof(Versus), nameof(RolloutStand), "GateMode", "GateKind",
        "AnnouncedEvent", "FlaggerHook",
    ];

    /// <summary>Sentences of pages, one for each value of an enum; one of them happens to be the word.</summary>
    private const string Sentences = "FindingWords.cs";

    /// <summary>What enums are called in kept records, once and for all; nothing is decided there.</summary>
    private static readonly string Records = Path.Combine("History", "Vocabulary");

    [Fact]
    public void No_word_of_a_decision_stands_as_a_literal_in_the_host() =>
        Sources().Where(file => Path.GetFileName(file.Name) != Sentences && !file.Name.StartsWith(Records, StringComparison.Ordinal)).SelectMany(file => Literal().Matches(file.Text).Select(match => match.Groups[1].Value).Where(Words.Contains).Select(word => $"{file.Name}: \"{word}\"")).ShouldBeEmpty();

    [Fact]
    public void No_switch_over_a_closed_set_has_an_arm_for_the_rest() =>
        Sources().SelectMany(file => Body().Matches(file.Text).Select(match => match.Value).Where(HasAnArmForTheRest).Select(body => $"{file.Name}: {body}")).ShouldBeEmpty();

    [Theory]
    [InlineData("{ Verdict.Pass => 1, _ => 2 }", true)]
    [InlineData("{ Verdict.Pass or Verdict.Fail => 1,\n _ => 2 }", true)]
    [InlineData("{ Verdict.Pass => 1, Verdict.Fail => 2 }", false)]
    [InlineData("{ > 3 => 1, _ => 2 }", false)]
    public void The_guard_knows_an_arm_for_the_rest(string body, bool expected) => HasAnArmForTheRest(body).ShouldBe(expected);

    private static bool HasAnArmForTheRest(string body) => Rest().IsMatch(body) && Arm().Matches(body).Any(arm => Closed.Contains(arm.Groups[1].Value));

    private static IEnumerable<(string Name, string Text)> Sources()
    {
        var root = Repository.PathOf("src", "GateService");
        return Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".razor", StringComparison.Ordinal))
            .Select(file => (Path.GetRelativePath(root, file), string.Join('\n', File.ReadLines(file).Where(line => !line.TrimStart().StartsWith("///", StringComparison.Ordinal)))));
    }

    /// <summary>A whole literal that is no name of a field.</summary>
    [GeneratedRegex("""(?<![\["])"([A-Za-z]+)"(?!\])""")]
    private static partial Regex Literal();

    [GeneratedRegex(@"(?<=switch\s*)\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}")]
    private static partial Regex Body();

    [GeneratedRegex(@"(?<![\w.])_ =>")]
    private static partial Regex Rest();

    [GeneratedRegex(@"(?<![\w.])(?:\w+\.)*?(\w+)\.\w+(?: or [\w.]+)* =>")]
    private static partial Regex Arm();
}
