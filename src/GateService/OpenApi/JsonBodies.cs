using System.Text.Json.Nodes;
using GateService.Backtests;
using GateService.History;
using GateService.Policies;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace GateService.OpenApi;

/// <summary>
/// Describes the bodies of endpoints that read JSON themselves, whatever the Content-Type says: curl sends it as a form, and the framework would answer 415. Without an example, a
/// form is filled with "string" in every field, and that is refused.
/// </summary>
internal sealed class JsonBodies : IOperationFilter
{
    private static readonly Dictionary<string, (Type Type, string? Said, JsonObject Example)> Known = new(StringComparer.Ordinal)
    {
        ["v1/backtests"] = (typeof(BacktestQuestion), null, new() { ["service"] = "checkout", ["policy"] = "http-fix" }),
        ["v1/decisions/{id}/label"] = (typeof(LabelRequest), null, new() { ["label"] = "wrong", ["reason"] = "the errors were the load test's" }),
        ["v1/policies/lint"] = (typeof(PolicyLintRequest), "At most 1,000 files.", new() { ["files"] = new JsonObject { ["organisation.yaml"] = "kind: organisation\noverrides:\n  window: 15m\n" } }),
        ["v1/policies/classify"] = (typeof(ClassifyRequest), "At most 500 errors. Numbers may stand for texts; an empty text and null mean unknown.", new()
        {
            ["service"] = "checkout",
            ["errors"] = new JsonArray(new JsonObject { ["type"] = "System.Net.Http.HttpRequestException", ["status"] = "503", ["dependency"] = "payments-api.shop.svc" }),
        }),
    };

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (Known.TryGetValue(context.ApiDescription.RelativePath ?? "", out var known))
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Description = known.Said,
                Content = new Dictionary<string, IOpenApiMediaType>
                {
                    ["application/json"] = new OpenApiMediaType { Schema = context.SchemaGenerator.GenerateSchema(known.Type, context.SchemaRepository), Example = known.Example.DeepClone() },
                },
            };
        }
    }
}
