using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace GateService.OpenApi;

/// <summary>What people come for first, and one line on each group.</summary>
internal sealed class TagOrder : IDocumentFilter
{
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context) => swaggerDoc.Tags = new HashSet<OpenApiTag>
    {
        new() { Name = "Gates", Description = "May this rollout go on?" },
        new() { Name = "Flagger", Description = "The same question as webhooks of a Flagger Canary." },
        new() { Name = "Decisions", Description = "What was answered, to read again." },
        new() { Name = "Policies", Description = "What is judged, and where each value comes from. Policies change in git only." },
        new() { Name = "Messages", Description = "What is told to Slack, Teams, New Relic and webhooks, until it is delivered or dead." },
    };
}
