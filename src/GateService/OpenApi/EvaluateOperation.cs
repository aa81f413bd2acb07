using GateService.Gates;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace GateService.OpenApi;

/// <summary>
/// Describes the body of evaluating endpoints. They read it themselves, because Argo may send it without a Content-Type, so nothing
/// could be inferred.
/// </summary>
internal sealed class EvaluateOperation : IOperationFilter
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
                        IOpenApiExample (example) => new OpenApiExample { Summary = example.Summary, Value = example.Body.DeepClone() }),
                },
            },
        };
        operation.Parameters ??= [];
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = "X-Gate-Timeout-Seconds",
            In = ParameterLocation.Header,
            Description = "How long the caller waits, 0.5 to 120; lowers the deadline of the answer.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.Number },
        });
    }
}
