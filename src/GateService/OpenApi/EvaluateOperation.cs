using GateService.Core.Verdicts;
using GateService.Wire;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace GateService.OpenApi;

/// <summary>
/// Describes the body of evaluating endpoints. They read it themselves, because Argo may send it without a Content-Type, so nothing
/// could be inferred.
/// </summary>
internal sealed class EvaluateOperation(PlayedExamples played) : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (context.ApiDescription.RelativePath is not ("v1/gates/evaluate" or "v1/gates/check"))
        {
            return;
        }

        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Description = "Unknown fields are ignored with a warning; numbers may be strings; an empty string means unknown.",
            Content = new Dictionary<string, IOpenApiMediaType>
            {
                ["application/json"] = new OpenApiMediaType
                {
                    Schema = context.SchemaGenerator.GenerateSchema(typeof(EvaluateRequest), context.SchemaRepository),
                    Examples = EvaluateExamples.All.ToDictionary(
                        example => example.Name,
                        IOpenApiExample (example) => new OpenApiExample { Summary = example.Summary, Value = played.Body(example.Name, example.Body) }),
                },
            },
        };
        if (context.SchemaRepository.Schemas[nameof(EvaluateRequest)] is OpenApiSchema request)
        {
            request.Required = new HashSet<string> { "service" };
            ((OpenApiSchema)request.Properties!["service"]).Type = JsonSchemaType.String;
        }

        DescribeAnswers(operation, context.ApiDescription.RelativePath);
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = "X-Gate-Timeout-Seconds",
            In = ParameterLocation.Header,
            Description = "How long the caller waits, 0.5 to 120; lowers the deadline of the answer.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.Number },
        });
    }

    private static void DescribeAnswers(OpenApiOperation operation, string path)
    {
        var isCheck = path == "v1/gates/check";
        Describe(operation, "200", isCheck ? "Pass." : "Judged: pass, fail or inconclusive. Or not taken, because a field is wrong or not for this token: inconclusive, the fault first in result[2], further ones in warnings, decision null.", isCheck ? Verdict.Pass : Verdict.Fail);
        Describe(operation, "400", "The request cannot be read, or values are wrong: every fault at once, by field.");
        Describe(operation, "401", "The token is missing or unknown.");
        Describe(operation, "403", "The token is not for this service, namespace or team.");
        Describe(operation, "409", "Fail.", Verdict.Fail);
        Describe(operation, "412", "Inconclusive.", Verdict.Inconclusive);
        Describe(operation, "413", "The body is too large.");
        Describe(operation, "500", "A bug of ours, never a verdict.");
        Describe(operation, "503", "Shutting down: ask again.");
    }

    private static void Describe(OpenApiOperation operation, string status, string description, Verdict? verdict = null)
    {
        if (operation.Responses is not { } responses || !responses.TryGetValue(status, out var found) || found is not OpenApiResponse response)
        {
            return;
        }

        response.Description = description;
        if (verdict is { } known && response.Content is { } content && content.TryGetValue("application/json", out var media) && media is OpenApiMediaType json)
        {
            json.Example = EvaluateExamples.Answer(known);
        }
    }
}
