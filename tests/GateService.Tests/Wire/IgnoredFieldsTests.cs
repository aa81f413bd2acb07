using System.Text;
using GateService.Wire;

namespace GateService.Tests.Wire;

/// <summary>What is not taken of a request is said, in so many words and no more: warnings are kept with the decision.</summary>
public sealed class IgnoredFieldsTests
{
    [Fact]
    public void Thousands_of_made_up_fields_are_ten_by_name_and_a_number()
    {
        var fields = string.Concat(Enumerable.Range(0, 2600).Select(index => $", \"{new string('x', 200)}{index}\": 1"));

        var warnings = Read($$"""{"service": "checkout"{{fields}}}""");

        warnings.Count.ShouldBe(11);
        warnings[^1].ShouldBe("and 2,590 more that were ignored");
        warnings.Sum(warning => warning.Length).ShouldBeLessThan(2_000);
    }

    [Fact]
    public void What_is_said_of_a_change_is_bounded_as_well()
    {
        var fields = string.Join(", ", Enumerable.Repeat("\"commit\": \"a\"", 1000));

        Read("""{"service": "checkout", "change": {""" + fields + "}}").Count.ShouldBe(11);
    }

    [Theory]
    [InlineData("Service", "service")]
    [InlineData("canaryhash", "canaryHash")]
    [InlineData("canary_hash", "canaryHash")]
    [InlineData("Args", "args")]
    public void A_field_that_is_nearly_one_is_told_which(string sent, string meant) =>
        Read($$"""{"{{sent}}": "x"}""").ShouldBe([$"field '{sent}' is unknown and was ignored; did you mean '{meant}'?"]);

    [Theory]
    [InlineData("""{"service": "checkout", "canaryHash": "a"}""", 0)]
    [InlineData("""{"service": "checkout", "colour": "red"}""", 1)]
    public void Each_of_a_few_is_told(string body, int warnings) => Read(body).Count.ShouldBe(warnings);

    private static List<string> Read(string body) => EvaluateBody.Read(Encoding.UTF8.GetBytes(body)).Warnings;
}
