using System.Net.Http.Json;
using System.Text.Json;
using GateService.Core.Findings;
using GateService.Core.Words;
using GateService.Tests.Hosting;

namespace GateService.Tests.Guards;

/// <summary>The committed contract is the one that is served. <c>UPDATE_OPENAPI=1 dotnet test --project tests/GateService.Tests</c> rewrites it.</summary>
public sealed class OpenApiTests(GateFixture fixture) : IClassFixture<GateFixture>
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task The_committed_contract_is_the_one_that_is_served()
    {
        var path = Repository.PathOf("openapi", "gate-service.v1.json");
        var served = JsonSerializer.Serialize(await DocumentAsync(), Indented).ReplaceLineEndings("\n") + "\n";
        if (Environment.GetEnvironmentVariable("UPDATE_OPENAPI") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, served, TestContext.Current.CancellationToken);
        }

        (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).ShouldBe(served);
    }

    /// <summary>Clients made from the contract know every way not to decide, and no other.</summary>
    [Fact]
    public async Task The_contract_names_every_way_not_to_decide()
    {
        var words = Enum.GetValues<UndecidedCause>().Select(cause => EnumNames.Of(cause)).ToList();
        var told = Enums((await DocumentAsync()).GetProperty("components")).Where(names => names.Contains("heldByPolicy")).ToList();

        told.ShouldNotBeEmpty();
        told.ShouldAllBe(names => names.Where(name => name.Length > 0).Order().SequenceEqual(words.Order()));
        words.ShouldContain("youngPods");
    }

    private static IEnumerable<List<string>> Enums(JsonElement node) => node.ValueKind switch
    {
        JsonValueKind.Object => node.EnumerateObject().SelectMany(field => field is { Name: "enum", Value.ValueKind: JsonValueKind.Array }
            ? [[.. field.Value.EnumerateArray().Select(value => value.ValueKind == JsonValueKind.String ? value.GetString()! : "")]] : Enums(field.Value)),
        JsonValueKind.Array => node.EnumerateArray().SelectMany(Enums),
        JsonValueKind.Undefined or JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null => [],
    };

    [Fact]
    public async Task Every_operation_has_a_summary_a_success_and_its_refusals()
    {
        foreach (var (name, operation) in await OperationsAsync())
        {
            operation.GetProperty("summary").GetString().ShouldNotBeNullOrEmpty(name);
            var statuses = operation.GetProperty("responses").EnumerateObject().Select(response => response.Name).ToList();
            statuses.ShouldContain("200", name);
            statuses.ShouldContain("401", name);
        }
    }

    [Fact]
    public async Task Every_example_of_a_request_is_judged_as_it_stands()
    {
        var (_, evaluate) = (await OperationsAsync()).Single(operation => operation.Name == "post /v1/gates/evaluate");
        var examples = evaluate.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("examples").EnumerateObject().ToList();

        examples.Count.ShouldBeGreaterThanOrEqualTo(4);
        foreach (var example in examples)
        {
            var answer = await fixture.Gate.EvaluateAsync(example.Value.GetProperty("value").GetRawText()).JudgedAsync();

            answer.Warnings().ShouldAllBe(warning => !warning.Contains("unknown"), example.Name);
        }
    }

    [Fact]
    public async Task Swagger_UI_is_served_beside_the_api_and_not_under_it()
    {
        using var page = await fixture.Gate.Client.GetAsync("/swagger/index.html");

        page.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        (await page.Content.ReadAsStringAsync()).ShouldContain("GateService");
    }

    private Task<JsonElement> DocumentAsync() => fixture.Gate.Client.GetFromJsonAsync<JsonElement>("/openapi/v1.json");

    private async Task<IReadOnlyList<(string Name, JsonElement Operation)>> OperationsAsync() =>
    [
        .. (await DocumentAsync()).GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => ($"{operation.Name} {path.Name}", operation.Value))),
    ];
}
