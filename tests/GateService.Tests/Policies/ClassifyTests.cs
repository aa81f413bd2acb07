using System.Net;
using System.Text.Json;
using GateService.Tests.Hosting;

namespace GateService.Tests.Policies;

/// <summary>Trying rules on errors over HTTP: <c>POST /v1/policies/classify</c>.</summary>
public sealed class ClassifyTests(GateFixture fixture) : IClassFixture<GateFixture>
{
    [Fact]
    public async Task Every_error_gets_its_origin_its_dependency_and_the_rule_with_its_place()
    {
        var answer = await ClassifiedAsync(
            """
            {"service":"my-shop","errors":[
              {"type":"System.Net.Http.HttpRequestException","status":"503","dependency":"payments-api.shop.svc:8080"},
              {"type":"System.NullReferenceException","status":500},
              {"status":"404"},
              {"message":"read ECONNREFUSED"},
              {"type":"Strange","dependency":"ledger"},
              {"status":"503","flag":"UF"}]}
            """);

        answer.GetProperty("policy").GetString().ShouldBe("http-default");
        Said(answer).ShouldBe(["dependency payments-api dotnet-http", "own  ", "client  client-status", "dependency unnamed dependency node-socket", "dependency ledger ", "own  envoy-upstream"]);
        answer.GetProperty("errors")[0].GetProperty("basis").GetString()!.ShouldMatch(@"^rule dotnet-http \(signatures\.yaml:\d+\)$");
        answer.GetProperty("errors")[1].GetProperty("basis").GetString().ShouldBe("no rule matches, and no failed call was traced");
        answer.GetProperty("errors")[4].GetProperty("basis").GetString().ShouldBe("failed calls in the same requests");
    }

    [Fact]
    public async Task The_sample_of_the_document_works_as_it_stands()
    {
        var sample = System.Text.RegularExpressions.Regex.Match(Repository.Read("docs", "attribution.md"), "policies/classify\" \\\\\n +-d '([^']+)'").Groups[1].Value;

        // curl -d calls it a form.
        var answer = await ReadAsync(await fixture.Gate.PostAsync("/v1/policies/classify", sample, "application/x-www-form-urlencoded"));

        Said(answer).ShouldBe(["dependency payments-api dotnet-http"]);
    }

    [Theory]
    [InlineData("", "body", "is empty: expected a JSON object with errors")]
    [InlineData("[]", "body", "is a JSON array: expected an object with errors")]
    [InlineData("{", "body", "is not JSON at line 1, byte 2: expected an object with errors")]
    [InlineData("{}", "errors", "is missing: expected a list of errors, each with at least one of type, message, status, dependency and flag")]
    [InlineData("{\"errors\":null}", "errors", "is a JSON null: expected a list of errors")]
    [InlineData("{\"errors\":[]}", "errors", "is empty: expected a list of errors")]
    [InlineData("{\"errors\":\"x\"}", "errors", "is a JSON string: expected a list of errors")]
    [InlineData("{\"errors\":[{\"type\":\"x\"},null]}", "errors[1]", "is a JSON null: expected an object with at least one of type, message, status, dependency and flag")]
    [InlineData("{\"errors\":[{}]}", "errors[0]", "says nothing: expected at least one of type, message, status, dependency and flag")]
    [InlineData("{\"errors\":[{\"type\":null,\"status\":\"\"}]}", "errors[0]", "says nothing")]
    [InlineData("{\"errors\":[{\"mesage\":\"x\"}]}", "errors[0].mesage", "is no known field here: expected one of type, message, status, dependency and flag")]
    [InlineData("{\"errors\":[{\"type\":[\"x\"]}]}", "errors[0].type", "is a JSON array: expected a text or a number")]
    [InlineData("{\"errors\":[{\"status\":true}]}", "errors[0].status", "is a JSON true: expected a text or a number")]
    [InlineData("{\"errors\":[{\"type\":\"x\",\"type\":\"y\"}]}", "errors[0].type", "is given twice: expected it once")]
    [InlineData("{\"errors\":[{\"type\":\"x\"}],\"errors\":[]}", "errors", "is given twice: expected it once")]
    [InlineData("{\"errors\":[{\"type\":\"x\"}],\"team\":\"a\",\"team\":\"b\"}", "team", "is given twice: expected it once")]
    [InlineData("{\"errors\":[{\"type\":\"x\"}],\"policy\":{}}", "policy", "is a JSON object: expected a text or a number")]
    [InlineData("{\"errors\":[{\"type\":\"x\"}],\"strategy\":\"canary\"}", "strategy", "is no known field here: expected one of policy, service, team and errors")]
    public async Task What_is_wrong_is_named_with_what_was_expected(string body, string field, string expected)
    {
        var problem = await fixture.Gate.PostAsync("/v1/policies/classify", body).RefusedAsync(HttpStatusCode.BadRequest);

        problem.Fault(field).ShouldStartWith(expected);
    }

    [Fact]
    public async Task Too_many_errors_and_too_long_texts_are_refused_with_what_was_given()
    {
        var many = $"{{\"errors\":[{string.Join(',', Enumerable.Repeat("{\"type\":\"x\"}", 501))}]}}";
        (await fixture.Gate.PostAsync("/v1/policies/classify", many).RefusedAsync(HttpStatusCode.BadRequest)).Fault("errors").ShouldBe("has 501 entries: expected at most 500");

        var longOne = $"{{\"errors\":[{{\"message\":\"{new string('x', 4097)}\"}}]}}";
        var fault = (await fixture.Gate.PostAsync("/v1/policies/classify", longOne).RefusedAsync(HttpStatusCode.BadRequest)).Fault("errors[0].message");
        fault.ShouldStartWith("'xxxx");
        fault.ShouldEndWith("has 4097 characters: expected at most 4096");

        var huge = $"{{\"errors\":[{{\"message\":\"{new string('x', 1024 * 1024)}\"}}]}}";
        using var refused = await fixture.Gate.PostAsync("/v1/policies/classify", huge);
        refused.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task All_faults_come_in_one_answer()
    {
        var problem = await fixture.Gate.PostAsync("/v1/policies/classify", "{\"errors\":[{\"type\":[]},{\"mesage\":\"x\"},{}],\"team\":[]}").RefusedAsync(HttpStatusCode.BadRequest);

        problem.GetProperty("errors").EnumerateObject().Select(fault => fault.Name).Order().ShouldBe(["errors[0].type", "errors[1].mesage", "errors[2]", "team"]);
    }

    [Fact]
    public async Task A_policy_that_is_not_there_is_not_found()
    {
        var problem = await fixture.Gate.PostAsync("/v1/policies/classify", "{\"policy\":\"http-defualt\",\"errors\":[{\"type\":\"x\"}]}").RefusedAsync(HttpStatusCode.NotFound);

        problem.GetProperty("detail").GetString().ShouldBe("there is no policy 'http-defualt'; did you mean 'http-default'?");
    }

    private async Task<JsonElement> ClassifiedAsync(string body) => await ReadAsync(await fixture.Gate.PostAsync("/v1/policies/classify", body));

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync();
            response.StatusCode.ShouldBe(HttpStatusCode.OK, text);
            return JsonSerializer.Deserialize<JsonElement>(text);
        }
    }

    private static IEnumerable<string> Said(JsonElement answer) => answer.GetProperty("errors").EnumerateArray()
        .Select(error => $"{error.GetProperty("origin").GetString()} {error.GetProperty("dependency").GetString()} {error.GetProperty("rule").GetString()}");
}
