using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace GateService.OpenApi;

/// <summary>A 400 names every fault by field, but for a body that cannot be read: that has a place and no fields.</summary>
internal sealed class FaultsByField : ISchemaFilter
{
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (context.Type == typeof(HttpValidationProblemDetails) && schema is OpenApiSchema { Required: { } required, Properties: { } fields })
        {
            required.Remove("errors");
            fields["errors"].Description = "Every fault, by field; not there where the body cannot be read, and detail names the place.";
        }
    }
}
