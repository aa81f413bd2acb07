using System.Text.Json.Nodes;
using GateService.Policies;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace GateService.OpenApi;

/// <summary>Describes the body of the endpoint that lints policy files, which it reads itself: what is wrong with it is said by field.</summary>
internal sealed class LintOperation : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (context.ApiDescription.RelativePath != "v1/policies/lint")
        {
            return;
        }

        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Description = "At most 1,000 files.",
            Content = new Dictionary<string, IOpenApiMediaType>
            {
                ["application/json"] = new OpenApiMediaType
                {
                    Schema = context.SchemaGenerator.GenerateSchema(typeof(PolicyLintRequest), context.SchemaRepository),
                    Example = new JsonObject { ["files"] = new JsonObject { ["organisation.yaml"] = "kind: organisation\noverrides:\n  window: 15m\n" } },
                },
            },
        };
    }
}
