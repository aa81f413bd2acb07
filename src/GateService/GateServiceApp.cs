using System.Text.Json;
using GateService.Auth;
using GateService.Flagger;
using GateService.Gates;
using GateService.Health;
using GateService.History;
using GateService.Http;
using GateService.Notifications;
using GateService.OpenApi;
using GateService.Outbox;
using GateService.Pages;
using GateService.Policies;
using GateService.Refusals;
using GateService.Telemetry;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.FileProviders;
using NewRelic.Api;

namespace GateService;

/// <summary>The whole service, one line per slice. Holds no state of the process, so that a demo or a test can host it beside others.</summary>
public static class GateServiceApp
{
    /// <param name="args">Command line, such as <c>--urls http://127.0.0.1:5300</c>.</param>
    /// <param name="configure">Last word on the builder, for hosts and tests.</param>
    public static WebApplication Create(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ApplicationName = typeof(GateServiceApp).Assembly.GetName().Name });
        UseShippedSettings(builder.Configuration);
        configure?.Invoke(builder);
        AddServices(builder);
        var app = builder.Build();
        UsePipeline(app);
        return app;
    }

    private static void AddServices(WebApplicationBuilder builder)
    {
        var (services, configuration) = (builder.Services, builder.Configuration);
        services.ConfigureHttpJsonOptions(json => JsonAnswer.Configure(json.SerializerOptions));
        services.AddProblemDetails(problems => problems.CustomizeProblemDetails = BadBody.Explain);
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddLogLines();
        services.TryAddSingleton(TimeProvider.System);
        services.AddNerdGraph(configuration.GetSection("NewRelic"));
        services.AddPolicies(configuration);
        services.AddHistory(configuration);
        services.AddNotifications(configuration);
        services.AddTelemetry(configuration);
        services.AddBearerTokens(configuration);
        services.AddGates(configuration);
        services.AddRefusals();
        services.AddFlagger();
        services.AddHealth();
        services.AddOpenApiContract();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 1024 * 1024;
        });
    }

    private static void UsePipeline(WebApplication app)
    {
        // A broken body is the caller's fault in every environment; everything else unexpected is 500, never 200.
        app.UseSecurityHeaders();
        app.UseRefusalLog();
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            SuppressDiagnosticsCallback = trouble => BadBody.IsCallers(trouble.Exception),
            StatusCodeSelector = exception => exception switch
            {
                BadHttpRequestException bad => bad.StatusCode,
                JsonException => StatusCodes.Status400BadRequest,
                _ => StatusCodes.Status500InternalServerError,
            },
        });
        app.UseStatusCodePages();
        app.UseMissingPages();
        app.UseDraining();
        app.UsePlainAddresses();
        app.UseExactPaths();
        app.UseRouting();
        app.UseBearerTokens();
        app.UseOpenApiContract();
        app.MapHealth();
        app.UsePrometheus();
        app.MapPages();
        var v1 = app.MapGroup("/v1").ProducesProblem(StatusCodes.Status401Unauthorized);
        v1.MapGates();
        v1.MapFlagger();
        v1.MapPolicies();
        var kept = v1.MapGroup("").AddEndpointFilter<RouteGroupBuilder, StoreFilter>().ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        kept.MapDecisions();
        kept.MapRollouts();
        kept.MapOutbox();
    }

    /// <summary>
    /// The appsettings.json at the root of the repository is the one that ships: it lies beside the binaries, not in the content root, and
    /// stands first, so that everything else still overrides it.
    /// </summary>
    private static void UseShippedSettings(ConfigurationManager configuration) => configuration.Sources.Insert(0, new JsonConfigurationSource
    {
        Path = "gateservice.appsettings.json",
        FileProvider = new PhysicalFileProvider(AppContext.BaseDirectory),
        Optional = false,
        ReloadOnChange = false,
    });
}
