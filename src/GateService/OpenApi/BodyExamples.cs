using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace GateService.OpenApi;

/// <summary>Examples of the bodies that nothing else describes: without one, a form is filled with "string" in every field, and that is refused.</summary>
internal sealed class BodyExamples : IOperationFilter
{
    private static readonly Dictionary<string, JsonObject> Known = new(StringComparer.Ordinal)
    {
        ["v1/backtests"] = new() { ["service"] = "checkout", ["policy"] = "http-fix" },
        ["v1/decisions/{id}/label"] = new() { ["label"] = "wrong", ["reason"] = "the errors were the load test's" },
    };

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (Known.TryGetValue(context.ApiDescription.RelativePath ?? "", out var example)
            && operation.RequestBody?.Content is { } content && content.TryGetValue("application/json", out var media) && media is OpenApiMediaType json)
        {
            json.Example = example.DeepClone();
        }
    }
}
