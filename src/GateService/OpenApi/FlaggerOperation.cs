using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace GateService.OpenApi;

/// <summary>Describes the body of Flagger's webhooks, which the endpoints read themselves.</summary>
internal sealed class FlaggerOperation : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (context.ApiDescription.RelativePath?.StartsWith("v1/flagger/", StringComparison.Ordinal) != true)
        {
            return;
        }

        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Description = "As Flagger sends it. metadata: token, target, service, team, strategy, mode, policy, window, stepWeight, args.<name>.",
            Content = new Dictionary<string, IOpenApiMediaType>
            {
                ["application/json"] = new OpenApiMediaType
                {
                    Schema = new OpenApiSchema { Type = JsonSchemaType.Object },
                    Example = new JsonObject
                    {
                        ["name"] = "checkout",
                        ["namespace"] = "shop",
                        ["phase"] = "Progressing",
                        ["checksum"] = "85d557f47b",
                        ["metadata"] = new JsonObject { ["token"] = "gate-demo-token", ["policy"] = "flagger-default" },
                    },
                },
            },
        };
    }
}
