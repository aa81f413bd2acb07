using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using GateService.Core;
using GateService.Core.Findings;
using GateService.Tests.Hosting;

namespace GateService.Tests.Guards;

/// <summary>The words of docs/glossary.md are where it says, and the steps of docs/architecture.md name what is there.</summary>
public sealed partial class GlossaryTests
{
    /// <summary>Words that once stood beside one of the glossary, and which one it is. Not every event is bad, so only its counts may not be called so.</summary>
    private static readonly Dictionary<string, string> SecondWords = new(StringComparer.OrdinalIgnoreCase)
    {
        ["events"] = "bad",
        ["peer"] = "dependency",
        ["peers"] = "dependency",
        ["baseline"] = "stable, or control",
        ["candidate"] = "canary, or judged",
        ["treatment"] = "canary, or judged",
        ["outlier"] = "bad",
        ["forgiven"] = "excused",
        ["innocent"] = "excused",
        ["guilty"] = "fault",
        ["culprit"] = "fault",
        ["safe"] = "harmless",
        ["hypothesis"] = "trial",
    };

    public static TheoryData<string> Words => [.. Rows("glossary.md").Select(row => row[0])];

    [Theory]
    [MemberData(nameof(Words))]
    public void A_word_is_at_home_where_the_glossary_says(string word)
    {
        var home = Rows("glossary.md").Single(row => row[0] == word)[2];
        var names = Code().Matches(home).Select(match => match.Groups[1].Value).ToList();
        var files = Link().Matches(home).Select(match => Read(match.Groups[2].Value)).ToList();

        names.ShouldNotBeEmpty();
        files.ShouldNotBeEmpty();
        names.Where(name => !files.Any(file => Holds(file, name))).ShouldBeEmpty("stands in none of the files");
        files.Where(file => !names.Any(name => Holds(file, name))).ShouldBeEmpty("has none of the words");
    }

    [Fact]
    public void A_word_is_explained_once() => Rows("glossary.md").SelectMany(row => row[0].Split(", ")).GroupBy(word => word).Where(same => same.Count() > 1).ShouldBeEmpty();

    [Fact]
    public void The_steps_of_an_evaluation_are_numbered_and_each_names_the_types_of_its_files()
    {
        var steps = Rows("architecture.md").Where(row => int.TryParse(row[0], out _)).ToList();

        steps.Select(row => int.Parse(row[0], System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(Enumerable.Range(1, steps.Count));
        steps.Count.ShouldBeGreaterThan(10);
        foreach (var step in steps)
        {
            var files = Link().Matches(step[2]).ToList();
            files.ShouldNotBeEmpty(step[1]);
            files.Where(file => !Regex.IsMatch(Read(file.Groups[2].Value), $@"(class|record|interface|enum) {file.Groups[1].Value}\b")).Select(file => file.Groups[1].Value).ShouldBeEmpty();
        }
    }

    [Theory]
    [InlineData("a kind of objective")]
    [InlineData("a judge")]
    [InlineData("a kind of telemetry")]
    [InlineData("a channel")]
    [InlineData("a page")]
    public void How_to_add_something_names_files(string what) => Link().Count(Rows("architecture.md").Single(row => row[0] == what)[1]).ShouldBeGreaterThan(1);

    [Fact]
    public void No_second_word_for_a_concept_of_the_glossary_names_anything_in_the_core() =>
        typeof(GateEvaluator).Assembly.GetTypes().Where(type => !type.IsDefined(typeof(CompilerGeneratedAttribute)))
            .SelectMany(type => Names(type).SelectMany(name => Parts().Matches(name).Select(part => part.Value).Where(SecondWords.ContainsKey)
                .Select(word => $"{type.Name}.{name}: {SecondWords[word]}")))
            .Distinct().ShouldBeEmpty();

    [Fact]
    public void The_guard_against_second_words_sees_types_members_and_parameters() =>
        new[] { nameof(TestedCounts), nameof(TestedCounts.StableBad), "objective" }.ShouldBeSubsetOf(Names(typeof(TestedCounts)));

    /// <summary>A type's own name, and those of its members and their parameters.</summary>
    private static IEnumerable<string> Names(Type type)
    {
        const BindingFlags Own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var members = type.GetMembers(Own).Where(member => !member.IsDefined(typeof(CompilerGeneratedAttribute)) && !member.Name.Contains('<', StringComparison.Ordinal)).ToList();
        return [type.Name, .. members.Select(member => member.Name), .. members.OfType<MethodBase>().SelectMany(method => method.GetParameters()).Select(parameter => parameter.Name ?? "")];
    }

    private static bool Holds(string file, string name) => Regex.IsMatch(file, $@"\b{Regex.Escape(name)}\b");

    private static string Read(string link) => Repository.Read([.. link.Split('/').Skip(1)]);

    /// <summary>Rows of tables with three columns or more, cell by cell; no heads.</summary>
    private static IEnumerable<string[]> Rows(string document) => Repository.Read("docs", document).Split('\n')
        .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && line.Contains("](", StringComparison.Ordinal))
        .Select(line => line.Trim('|', ' ').Split(" | ").Select(cell => cell.Trim()).ToArray());

    [GeneratedRegex("[A-Z]?[a-z]+")]
    private static partial Regex Parts();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex(@"\[(\w+)\]\((\.\./src/[^)]+)\)")]
    private static partial Regex Link();
}
