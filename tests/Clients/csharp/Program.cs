// Asks a gate with the client that NSwag generates: what docs/api.md#clients promises, run by tests/Clients/clients.test.mjs.
using Gate;

using var http = new HttpClient { BaseAddress = new Uri(args[0]) };
var gate = new GateClient(http);

var asked = await gate.EvaluateAsync(new EvaluateRequest
{
    Service = "catalog", Namespace = "shop", StableHash = "7d9f8c6b54", CanaryHash = "5c6d7e8f", StepWeight = "5", Window = "2h",
});
Console.WriteLine($"verdict {asked.Verdict}");
Console.WriteLine($"tripped {string.Join(',', asked.Tripped.Select(objective => objective.Objective))}");
Console.WriteLine($"queries {asked.Evidence?.Queries.Count}");

var wrong = await gate.EvaluateAsync(new EvaluateRequest { Service = "catalog", StepWeight = "many" });
Console.WriteLine($"wrong {wrong.Verdict} {wrong.Evidence is null} {wrong.Decision is null}");

var page = await gate.ListDecisionsAsync(service: "catalog", limit: "2");
Console.WriteLine($"listed {page.Decisions.Count} {page.Decisions.First().Id}");

var read = await gate.GetDecisionAsync(asked.Decision!.Id);
Console.WriteLine($"decision {asked.Decision.Id} {read.Response.Verdict} {read.Request.Service} {read.Label is null}");

try
{
    await gate.GetDecisionAsync("nope");
}
catch (ApiException<ProblemDetails> e)
{
    Console.WriteLine($"refused {e.StatusCode} {e.Result.Detail}");
}
