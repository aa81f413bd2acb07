using System.Text.Json.Nodes;
using GateService.Policies;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace GateService.OpenApi;

/// <summary>Describes the body of the endpoint that classifies errors, which it reads itself: curl sends it as a form.</summary>
internal sealed class ClassifyOperation : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (context.ApiDescription.RelativePath != "v1/policies/classify")
        {
            return;
        }

        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Description = "At most 500 errors. Numbers may stand for texts; an empty text and null mean unknown.",
            Content = new Dictionary<string, IOpenApiMediaType>
            {
                ["application/json"] = new OpenApiMediaType
                {
                    Schema = context.SchemaGenerator.GenerateSchema(typeof(ClassifyRequest), context.SchemaRepository),
                    Example = new JsonObject
                    {
                        ["service"] = "checkout",
                        ["errors"] = new JsonArray(new JsonObject
                        {
                            ["type"] = "System.Net.Http.HttpRequestException",
                            ["status"] = "503",
                            ["dependency"] = "payments-api.shop.svc",
                        }),
                    },
                },
            },
        };
    }
}
