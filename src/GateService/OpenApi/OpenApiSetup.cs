using GateService.Http;
using GateService.Pages.Layout;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerUI;

namespace GateService.OpenApi;

/// <summary>The contract at /openapi/v1.json and Swagger UI at /swagger.</summary>
internal static class OpenApiSetup
{
    public static IServiceCollection AddOpenApiContract(this IServiceCollection services)
    {
        services.AddSingleton<PlayedExamples>();
        services.AddEndpointsApiExplorer();
        services.AddSwaggerGen(options =>
        {
            options.SwaggerDoc("v1", new OpenApiInfo
            {
                Title = "GateService",
                Version = "v1",
                Description = "A canary gate for Argo Rollouts over New Relic: judges the change just shipped, and says why.",
            });
            options.AddServer(new OpenApiServer { Url = "/", Description = "The gate that serves this document." });
            options.SupportNonNullableReferenceTypes();
            options.NonNullableReferenceTypesAsRequired();
            // A reference has no description of its own.
            options.UseInlineDefinitionsForEnums();
            options.IncludeXmlComments(Path.Combine(AppContext.BaseDirectory, "GateService.xml"));
            options.IncludeXmlComments(Path.Combine(AppContext.BaseDirectory, "GateService.Core.xml"));
            options.OperationFilter<EvaluateOperation>();
            options.OperationFilter<JsonBodies>();
            options.OperationFilter<FlaggerOperation>();
            options.SchemaFilter<FaultsByField>();
            options.SchemaFilter<NullableReferences>();
            options.DocumentFilter<NullableReferences>();
            options.DocumentFilter<TagOrder>();
            options.AddSecurityDefinition("bearer", new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "A token of Auth:Tokens; docker-compose.yml has gate-demo-token, the demo asks for none.",
            });
            options.AddSecurityRequirement(document => new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("bearer", document)] = [] });
        });
        return services;
    }

    /// <summary>Both say nothing that is not in the repository, and are open to all.</summary>
    public static void MapOpenApiContract(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<IOptions<GateOptions>>().Value.Swagger)
        {
            return;
        }

        app.MapSwagger("openapi/{documentName}.json").AllowAnonymous();
        app.MapSwaggerUI("swagger", options =>
        {
            options.DocumentTitle = "GateService";
            options.SwaggerEndpoint("/openapi/v1.json", "GateService v1");
            options.DocExpansion(DocExpansion.List);
            options.DefaultModelsExpandDepth(0);
            options.EnableTryItOutByDefault();
            options.EnablePersistAuthorization();
            options.InjectStylesheet(PageAssets.SwaggerStyle);
            options.InjectJavascript(PageAssets.SwaggerScript);
        }).AllowAnonymous();
    }
}
