using System.Text.RegularExpressions;
using GateService.Core.Attribution;
using GateService.Core.Findings;
using GateService.Core.Verdicts;
using GateService.Core.Words;
using GateService.Pages.Words;
using GateService.Tests.Hosting;
using NewRelic.Api;

namespace GateService.Tests.Guards;

/// <summary>The host decides on Core's enums, never on their words: a case that is added to one fails to compile until everybody knows it.</summary>
public sealed partial class ClosedWordsTests
{
    private static readonly string[] Words =
    [
        .. Enum.GetValues<Verdict>().Select(EnumNames.Of), .. Enum.GetValues<FindingOutcome>().Select(EnumNames.Of), .. Enum.GetValues<UndecidedCause>().Select(EnumNames.Of),
        .. Enum.GetValues<AccountDecision>().Select(EnumNames.Of), .. Enum.GetValues<Fault>().Select(EnumNames.Of),
    ];

    /// <summary>Every enumeration of ours.</summary>
    private static readonly string[] Closed =
        [.. new[] { typeof(Verdict).Assembly, typeof(RolloutStand).Assembly, typeof(NerdGraphErrorKind).Assembly }.SelectMany(assembly => assembly.GetTypes()).Where(type => type.IsEnum).Select(type => type.Name)];

    /// <summary>Where the core has an arm for the rest, and what it switches over: nothing that the compiler could count.</summary>
    private static readonly Dictionary<string, string> OpenSets = new()
    {
        ["DependencyCalls.cs"] = "a number of hosts",
        ["Durations.cs"] = "the length of a duration",
        ["KpiFragment.cs"] = "text of a policy file",
        ["KpiPatterns.cs"] = "text of a policy file",
        ["LimitReader.cs"] = "which of two fields are there",
        ["NrqlFaults.cs"] = "text of a policy file",
        ["OneLine.cs"] = "a character",
        ["Placeholders.cs"] = "names in a text of a policy file",
        ["PolicyDepth.cs"] = "a node of a policy file",
        ["PolicyMerge.cs"] = "nodes of policy files",
        ["PolicyReader.cs"] = "a node of a policy file",
        ["PolicyValue.cs"] = "text of a policy file",
        ["RequestDoubt.cs"] = "text of a request",
        ["ThresholdJudge.cs"] = "kinds of evidence with numbers, which records are",
        ["TimeReason.cs"] = "what is known of the time, beside a finding",
    };

    /// <summary>Where text is cut apart, and what it is: no sentence of ours.</summary>
    private static readonly Dictionary<string, string> Cut = new()
    {
        ["BearerHandler.cs"] = "a header",
        ["WitnessQuery.cs"] = "a pattern of host names",
        ["ErrorQuestion.cs"] = "counts, and no text",
        ["LogPatterns.cs"] = "a message of a log",
        ["Placeholders.cs"] = "a text of a policy file",
        ["DependencyName.cs"] = "an address",
        ["EffectivePolicy.cs"] = "the path of a policy's value",
        ["FlaggerBody.cs"] = "the name of a field of metadata",
        ["Grants.cs"] = "a setting",
        ["MetricsPort.cs"] = "a list of addresses",
        ["OneLine.cs"] = "any text that is too long, at a blank",
        ["PowerRequest.cs"] = "steps of a query, weight:length",
        ["StartFaults.cs"] = "lines of an exception",
        ["StepName.cs"] = "the key of a step",
    };

    /// <summary>Sentences of pages, one for each value of an enum; one of them happens to be the word.</summary>
    private const string Sentences = "FindingWords.cs";

    /// <summary>What enums are called in kept records, once and for all; nothing is decided there.</summary>
    private static readonly string Records = Path.Combine("History", "Vocabulary");

    [Fact]
    public void No_word_of_a_decision_stands_as_a_literal_in_the_host() =>
        Sources().Where(file => Path.GetFileName(file.Name) != Sentences && !file.Name.StartsWith(Records, StringComparison.Ordinal)).SelectMany(file => Literal().Matches(file.Text).Select(match => match.Groups[1].Value).Where(Words.Contains).Select(word => $"{file.Name}: \"{word}\"")).ShouldBeEmpty();

    [Fact]
    public void No_switch_over_a_closed_set_has_an_arm_for_the_rest() =>
        Sources().Concat(Sources("GateService.Core")).SelectMany(file => Body().Matches(file.Text).Select(match => match.Value).Where(HasAnArmForTheRest).Select(body => $"{file.Name}: {body}")).ShouldBeEmpty();

    [Fact]
    public void The_core_has_an_arm_for_the_rest_only_where_nobody_could_list_the_cases() =>
        Sources("GateService.Core").Where(file => AnyRest().IsMatch(file.Text)).Select(file => Path.GetFileName(file.Name)).ShouldBe(OpenSets.Keys, ignoreOrder: true);

    [Fact]
    public void No_sentence_is_cut_apart() =>
        Sources("GateService.Core").Concat(Sources()).Where(file => CutsText(file.Text)).Select(file => Path.GetFileName(file.Name)).ShouldBe(Cut.Keys, ignoreOrder: true);

    [Theory]
    [InlineData("""reason.LastIndexOf(" (", StringComparison.Ordinal)""", true)]
    [InlineData("""text.Split("; ")""", true)]
    [InlineData("text.Split(';')[0]", true)]
    [InlineData("known.Reason[(account.Reason.Length + 2)..]", true)]
    [InlineData("clean[..cut]", false)]
    [InlineData("names.IndexOf((share.Kind, share.Name))", false)]
    public void The_guard_knows_a_cut(string code, bool expected) => CutsText(code).ShouldBe(expected);

    [Theory]
    [InlineData("{ Verdict.Pass => 1, _ => 2 }", true)]
    [InlineData("{ (Verdict.Pass, _) => 1, (Verdict.Fail, true) => 2 }", true)]
    [InlineData("{ (_, Verdict.Pass) when isLate => 1, (true, Verdict.Fail) => 2 }", true)]
    [InlineData("{ (Verdict.Pass, 1) => Thin(all, (_, next) => next) }", false)]
    [InlineData("{ Verdict.Pass or Verdict.Fail => 1,\n _ => 2 }", true)]
    [InlineData("{ Verdict.Pass => 1, Verdict.Fail => 2 }", false)]
    [InlineData("{ > 3 => 1, _ => 2 }", false)]
    public void The_guard_knows_an_arm_for_the_rest(string body, bool expected) => HasAnArmForTheRest(body).ShouldBe(expected);

    private static bool HasAnArmForTheRest(string body) => (Rest().IsMatch(body) && Arm().Matches(body).Any(arm => Closed.Contains(arm.Groups[1].Value)))
        || TupleArm().Matches(body).Any(arm => Closed.Any(name => arm.Value.Contains($"{name}.", StringComparison.Ordinal)));

    private static bool CutsText(string code) => TextCut().IsMatch(code);

    private static IEnumerable<(string Name, string Text)> Sources(string project = "GateService")
    {
        var root = Repository.PathOf("src", project);
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

    /// <summary>An arm for the rest of any switch; no lambda, which has no comma or brace before it.</summary>
    [GeneratedRegex(@"(?:^\s*|, )_(?: when [^\n]+)? =>", RegexOptions.Multiline)]
    private static partial Regex AnyRest();

    /// <summary>An arm over several values that leaves one of them open.</summary>
    [GeneratedRegex(@"\((?=[^()]*(?<!\w)_(?!\w))[^()]*\)(?: when [^\n]*?)? =>")]
    private static partial Regex TupleArm();

    /// <summary>Looks for a literal in a text, splits one, or goes on where another one's length ends.</summary>
    [GeneratedRegex("""\.(?:Last)?IndexOf\((?:"|'|Cluster)|\.Split\(|\.Substring\(|\[\(?(?:"[^"]*"|\w+(?:\.\w+)*)\.Length(?: [-+] \d+\)?)?\.\.\]""")]
    private static partial Regex TextCut();

    [GeneratedRegex(@"(?<![\w.])(?:\w+\.)*?(\w+)\.\w+(?: or [\w.]+)* =>")]
    private static partial Regex Arm();
}
