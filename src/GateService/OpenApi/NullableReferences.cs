using System.Reflection;
using System.Text.Json;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace GateService.OpenApi;

/// <summary>
/// What C# says may be null is nullable in the contract, also where it is a name of a closed list or a reference. OpenAPI 3.0 has no word for a reference
/// that may be null: nothing beside <c>$ref</c> counts, and <c>allOf</c> with <c>nullable</c> is refused by whoever reads the specification to the letter.
/// So the schema referred to is nullable itself; where the same type also stands where null is never sent, it has a twin named <c>…OrNull</c>.
/// </summary>
internal sealed class NullableReferences : ISchemaFilter, IDocumentFilter
{
    private const string Twin = "OrNull";

    /// <summary>Before the document is whole nobody knows who else refers to a schema, so a reference is only marked.</summary>
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema { Properties: { Count: > 0 } fields })
        {
            return;
        }

        var nullability = new NullabilityInfoContext();
        foreach (var property in context.Type.GetProperties(BindingFlags.Instance | BindingFlags.Public))
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            if (!fields.TryGetValue(name, out var field) || nullability.Create(property).ReadState != NullabilityState.Nullable)
            {
                continue;
            }

            if (field is OpenApiSchemaReference reference)
            {
                fields[name] = new Marked(reference);
            }
            else if (field is OpenApiSchema { Enum: { Count: > 0 } words })
            {
                words.Add(JsonNullSentinel.JsonNull);
            }
        }
    }

    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        var schemas = swaggerDoc.Components!.Schemas!;
        var (fields, never) = (Fields(schemas.Values), NeverNull(swaggerDoc));
        foreach (var (owner, name, marked) in fields)
        {
            var id = marked.Reference.Reference.Id!;
            if (never.Contains(id))
            {
                schemas.TryAdd(id + Twin, OrNull((OpenApiSchema)schemas[id]));
                owner[name] = new OpenApiSchemaReference(id + Twin, swaggerDoc);
            }
            else
            {
                ((OpenApiSchema)schemas[id]).Type |= JsonSchemaType.Null;
                owner[name] = marked.Reference;
            }
        }
    }

    private static OpenApiSchema OrNull(OpenApiSchema schema)
    {
        var twin = (OpenApiSchema)schema.CreateShallowCopy();
        twin.Type |= JsonSchemaType.Null;
        return twin;
    }

    private static List<(IDictionary<string, IOpenApiSchema> Owner, string Name, Marked Field)> Fields(IEnumerable<IOpenApiSchema> schemas) =>
        [.. schemas.Where(schema => schema.Properties is not null).SelectMany(schema => schema.Properties!.Where(field => field.Value is Marked).Select(field => (schema.Properties!, field.Key, (Marked)field.Value)))];

    /// <summary>Schemas that stand somewhere as they are: in other schemas, in bodies and in answers.</summary>
    private static HashSet<string> NeverNull(OpenApiDocument document)
    {
        var operations = document.Paths.Values.SelectMany(path => path.Operations!.Values).ToList();
        var bodies = operations.Select(operation => operation.RequestBody?.Content).Concat(operations.SelectMany(operation => operation.Responses!.Values).Select(response => response.Content));
        var stands = bodies.SelectMany(content => content?.Values ?? []).SelectMany(media => Whole(media.Schema)).Concat(document.Components!.Schemas!.Values.SelectMany(Parts));
        return [.. stands.OfType<OpenApiSchemaReference>().Select(reference => reference.Reference.Id!)];
    }

    private static IEnumerable<IOpenApiSchema> Whole(IOpenApiSchema? schema) => schema switch
    {
        null or Marked => [],
        OpenApiSchemaReference => [schema],
        _ => [schema, .. Parts(schema)],
    };

    private static IEnumerable<IOpenApiSchema> Parts(IOpenApiSchema schema) =>
        new[] { schema.Items, schema.AdditionalProperties }.Concat(schema.Properties?.Values ?? []).SelectMany(Whole);

    /// <summary>Stands in for a reference that may be null until the document is whole.</summary>
    private sealed class Marked(OpenApiSchemaReference reference) : OpenApiSchema
    {
        public OpenApiSchemaReference Reference => reference;
    }
}
