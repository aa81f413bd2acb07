using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using GateService.Tests.Hosting;

namespace GateService.Tests.Policies;

/// <summary>Any token holder may send any text to be linted, and the gate lives on and says what is wrong with it.</summary>
public sealed class LintTests(GateFixture fixture) : IClassFixture<GateFixture>
{
    public static TheoryData<string> Hostile => [.. HostileYaml.All.Keys];

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task A_hostile_text_is_a_fault_with_its_file_and_line(string what)
    {
        var (text, line, said) = HostileYaml.All[what];

        var answer = await LintAsync(new() { ["good.yaml"] = "kind: organisation", ["bad.yaml"] = text });

        answer.GetProperty("valid").GetBoolean().ShouldBeFalse();
        var fault = answer.GetProperty("faults").EnumerateArray().ShouldHaveSingleItem();
        (fault.GetProperty("file").GetString(), fault.GetProperty("line").GetInt32()).ShouldBe(("bad.yaml", line), fault.GetRawText());
        fault.GetProperty("message").GetString()!.ShouldContain(said);
        fault.GetProperty("message").GetString()!.Length.ShouldBeLessThan(300);
    }

    [Theory]
    [InlineData("\uFEFFkind: organisation\ndescription: a byte order mark, as some editors write it")]
    [InlineData("kind: organisation # a tab behind a value\t\ndescription: \"\\u00e9 and \\t in quotes\"")]
    [InlineData("x: &w 15m\nkind: organisation\noverrides: {window: *w}")]
    [InlineData("kind: organisation\r\noverrides:\r\n  window: 15m\r\n")]
    public async Task What_is_unusual_and_right_is_still_read(string text)
    {
        var faults = (await LintAsync(new() { ["organisation.yaml"] = text })).GetProperty("faults").EnumerateArray().Select(fault => fault.GetProperty("message").GetString()!);

        faults.ShouldAllBe(fault => fault.StartsWith("is no known key here", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_tree_as_deep_as_any_policy_may_be_is_read_and_a_deeper_one_is_not()
    {
        static string Nested(int levels) => "kind: organisation\nx: " + string.Concat(Enumerable.Repeat("[", levels - 1)) + string.Concat(Enumerable.Repeat("]", levels - 1));

        (await LintAsync(new() { ["a.yaml"] = Nested(32) })).GetRawText().ShouldNotContain("levels deep");
        (await LintAsync(new() { ["a.yaml"] = Nested(33) })).GetRawText().ShouldContain("levels deep");
    }

    [Fact]
    public async Task A_line_of_hundreds_of_policies_is_a_fault_in_whatever_order_they_come()
    {
        foreach (var order in new[] { Enumerable.Range(0, 900), Enumerable.Range(0, 900).Reverse() })
        {
            var files = order.ToDictionary(i => $"p{i:000}.yaml", i => $"kind: policy\nname: p{i}\nextends: p{i + 1}\nobjectives: {{e: {{kind: errorRate, atMost: 1%}}}}");
            files["last.yaml"] = "kind: policy\nname: p900\nobjectives: {e: {kind: errorRate, atMost: 1%}}";

            (await LintAsync(files)).GetRawText().ShouldContain("goes through more than 16 policies");
        }
    }

    [Theory]
    [InlineData("", "body", "is empty: expected a JSON object with files")]
    [InlineData("{", "body", "is not JSON at line 1")]
    [InlineData("[]", "body", "is a JSON array: expected an object with files")]
    [InlineData("{}", "files", "is missing: expected YAML texts by file name")]
    [InlineData("{\"files\":null}", "files", "is a JSON null: expected YAML texts by file name")]
    [InlineData("{\"files\":[\"a\"]}", "files", "is a JSON array: expected YAML texts by file name")]
    [InlineData("{\"files\":{}}", "files", "is empty: expected YAML texts by file name")]
    [InlineData("{\"files\":{\"a.yaml\":null}}", "files.a.yaml", "is a JSON null: expected the file's YAML as a text")]
    [InlineData("{\"files\":{\"a.yaml\":5,\"b.yaml\":\"x: 1\"}}", "files.a.yaml", "is a JSON number: expected the file's YAML as a text")]
    [InlineData("{\"files\":{\"a.yaml\":\"x: 1\",\"a.yaml\":\"y: 1\"}}", "files.a.yaml", "stands twice")]
    [InlineData("{\"files\":{\"a.yaml\":\"x: 1\"},\"files\":{}}", "files", "is given twice: expected it once")]
    [InlineData("{\"files\":{\"\":\"x: 1\"}}", "files.", "a name of 0 characters")]
    [InlineData("{\"files\":{\"a.yaml\":\"\\ud800\"}}", "body", "holds a text that is no Unicode")]
    public async Task A_request_that_holds_no_files_is_refused_and_its_field_is_named(string body, string field, string said) =>
        (await fixture.Gate.PostAsync("/v1/policies/lint", body).RefusedAsync(HttpStatusCode.BadRequest)).Fault(field).ShouldStartWith(said);

    [Fact]
    public async Task A_request_with_a_byte_order_mark_is_read()
    {
        using var answer = await fixture.Gate.PostAsync("/v1/policies/lint", "\uFEFF{\"files\":{\"a.yaml\":\"kind: organisation\"}}");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Two_hundred_mutated_files_are_all_answered()
    {
        var mutated = new MutatedPolicies(Repository.PolicyFiles(), seed: 13);
        for (var i = 0; i < 200; i++)
        {
            var (name, files) = mutated.Next();
            using var answer = await fixture.Gate.Client.PostAsJsonAsync("/v1/policies/lint", new { files });

            answer.StatusCode.ShouldBe(HttpStatusCode.OK, $"mutation {i} of {name}:\n{files[name]}");
        }
    }

    private async Task<JsonElement> LintAsync(Dictionary<string, string> files)
    {
        using var answer = await fixture.Gate.PostAsync("/v1/policies/lint", JsonSerializer.Serialize(new { files }));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}
