using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using NewRelic.Api.Client;

namespace NewRelic.Api.Tests;

/// <summary>The sample in src/NewRelic.Api/README.md is the one compiled here, line by line.</summary>
public sealed partial class ReadmeTests
{
    [Theory]
    [InlineData("{\"results\":[{\"requests\":1542}]}", "1542 requests")]
    [InlineData("{\"results\":[{\"requests\":0}]}", "0 requests")]
    [InlineData("{\"results\":[]}", "no data")]
    [InlineData("null", "could not ask")]
    public async Task The_sample_tells_zero_no_data_and_unavailable_apart(string container, string expected)
    {
        var handler = new ScriptedHandler(ScriptedHandler.Each(_ => container));

        (await SampleAsync(Given.Client(handler))).ShouldStartWith(expected);

        handler.Bodies[0].GetProperty("variables").GetProperty("q0_requests").GetString()
            .ShouldBe("SELECT count(*) AS requests FROM Transaction WHERE appName = 'o\\'checkout' SINCE 600 seconds AGO");
    }

    [Fact]
    public void The_sample_in_the_readme_is_the_one_compiled_here()
    {
        var source = File.ReadAllText(ThisFile());
        var readme = File.ReadAllText(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../src/NewRelic.Api/README.md"));

        var compiled = Lines(Between().Match(source).Groups[1].Value);
        var shown = Fence().Matches(readme).Select(match => Lines(match.Groups[1].Value)).Last();

        shown.ShouldBe(compiled);
    }

    private static async Task<string> SampleAsync(NerdGraphClient client)
    {
        // sample begins
        var service = "o'checkout";
        var batch = await client.QueryAsync(
            [
                new NrqlQuery("requests", Nrql.Create($"SELECT count(*) AS requests FROM Transaction WHERE appName = {service} SINCE {TimeSpan.FromMinutes(10)} AGO")),
                new NrqlQuery("slowest", Nrql.Create($"SELECT max(duration) AS seconds FROM Transaction WHERE appName = {service} FACET name LIMIT {5}")),
            ],
            budget: TimeSpan.FromSeconds(5));

        var requests = batch["requests"] switch
        {
            NrqlOutcome.Answered { Result.Rows: [var row, ..] } => $"{row.Number("requests") ?? 0} requests",
            NrqlOutcome.Answered => "no data",
            NrqlOutcome.Failed failed => $"could not ask: {failed.Error}",
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        // sample ends
        return requests;
    }

    private static string[] Lines(string text) => [.. text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];

    private static string ThisFile([CallerFilePath] string path = "") => path;

    [GeneratedRegex(@"// sample begins\n(.*?)// sample ends", RegexOptions.Singleline)]
    private static partial Regex Between();

    [GeneratedRegex(@"^```csharp\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
