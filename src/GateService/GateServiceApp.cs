using System.Text.Json;
using GateService.Backtests;
using GateService.Callers;
using GateService.Doctor;
using GateService.Errands;
using GateService.Flagger;
using GateService.Gates;
using GateService.Health;
using GateService.History;
using GateService.Http;
using GateService.Notifications;
using GateService.OpenApi;
using GateService.Pages;
using GateService.Policies;
using GateService.Power;
using GateService.Refusals;
using GateService.Shadows;
using GateService.Starting;
using GateService.Telemetry;
using GateService.Tokens;
using GateService.Wire;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Options;
using NewRelic.Api.Client;

namespace GateService;

/// <summary>The whole service, one line per slice. Holds no state of the process, so that a demo or a test can host it beside others.</summary>
public static class GateServiceApp
{
    /// <summary>Name of the settings file that lies beside the binaries.</summary>
    internal const string ShippedSettings = "gateservice.appsettings.json";

    /// <summary>Runs until it is told to stop. What stops the start is said on standard error, one line a fault; 1 then, else 0.</summary>
    /// <param name="args">Command line, such as <c>--urls http://127.0.0.1:5300</c>; or an errand instead: <c>ask URL</c> (<see cref="GateProbe"/>), <c>backup FILE</c> (<see cref="StoreCopy"/>).</param>
    public static async Task<int> RunAsync(string[] args)
    {
        if (args is [GateProbe.Verb, .. var asked])
        {
            return await GateProbe.RunAsync(asked);
        }

        var what = "does not start";
        try
        {
            if (args is [StoreCopy.Verb, var file, .. var settings])
            {
                what = "cannot copy its store";
                await using var stopped = Create(settings);
                await StoreCopy.RunAsync(stopped.Configuration["History:ConnectionString"] ?? new HistoryOptions().ConnectionString, file);
                return 0;
            }

            EarlyJson.Begin();
            await using var app = Create(args);
            if (!await StartsAsync(app))
            {
                return 0;
            }

            what = "did not stop cleanly";
            await app.WaitForShutdownAsync();
            return 0;
        }
#pragma warning disable CA1031 // The outermost boundary: whatever it is, a person reads it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            foreach (var line in StartFaults.Lines(e))
            {
                await Console.Error.WriteLineAsync($"the gate {what}: {line}");
            }

            return 1;
        }
    }

    /// <summary>False where it was told to stop before it ran, as a pod that is deleted while it starts: nothing is wrong then.</summary>
    private static async Task<bool> StartsAsync(WebApplication app)
    {
        try
        {
            await app.StartAsync();
            return true;
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <param name="args">Command line, such as <c>--urls http://127.0.0.1:5300</c>.</param>
    /// <param name="configure">Last word on the builder, for hosts and tests.</param>
    public static WebApplication Create(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        // Settings are read, and found right, once: a file that changes under a running gate changes nothing. Watching for it would wake up with every write to a store beside it.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = ["--hostBuilder:reloadConfigOnChange=false", .. args], ApplicationName = typeof(GateServiceApp).Assembly.GetName().Name });
        UseShippedSettings(builder.Configuration);
        configure?.Invoke(builder);
        KnownSettings.Check(builder.Configuration);
        SettingDurations.Apply(builder.Configuration);
        MetricsPort.Listen(builder);
        AddServices(builder);
        var app = builder.Build();
        try
        {
            // All of them at once, before the first service that reads some of them stops at its own.
            app.Services.GetRequiredService<IStartupValidator>().Validate();
            UsePipeline(app);
            return app;
        }
        catch
        {
            // What was made by then listens to the whole process: to every meter of every gate after it.
            ((IDisposable)app).Dispose();
            throw;
        }
    }

    private static void AddServices(WebApplicationBuilder builder)
    {
        var (services, configuration) = (builder.Services, builder.Configuration);
        services.ConfigureHttpJsonOptions(json => JsonAnswer.Configure(json.SerializerOptions));
        services.AddProblemDetails(problems => problems.CustomizeProblemDetails = BadBody.Explain);
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddLogLines();
        services.AddStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddNerdGraph(configuration.GetSection("NewRelic"));
        services.AddPolicies(configuration);
        services.AddTokenFiles();
        services.AddHistory(configuration);
        services.AddNotifications(configuration);
        services.AddTelemetry(configuration);
        services.AddHostedService<MetricsPortGuard>();
        services.AddCallers(configuration);
        services.AddPages(configuration);
        services.AddGates(configuration);
        services.AddBacktests();
        services.AddDoctor();
        services.AddPower();
        services.AddShadows();
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
        app.UseArrival();
        app.UseSecurityHeaders();
        app.UseHeadLikeGet();
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
        app.UseMetricsPort();
        app.UseDraining();
        app.UseLoopbackCallers();
        app.UsePlainAddresses();
        app.UseBrowserVisits();
        app.UseExactPaths();
        app.UseRouting();
        app.UseCallers();
        app.MapOpenApiContract();
        app.MapHealth();
        app.MapMetrics();
        app.MapPages();
        var v1 = app.MapGroup("/v1").ReadsKnownQueries().ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status500InternalServerError).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        v1.MapGates();
        v1.MapFlagger();
        v1.MapPolicies();
        v1.MapDoctor();
        v1.MapPower();
        var kept = v1.MapGroup("").AddEndpointFilter<RouteGroupBuilder, StoreFilter>().ProducesProblem(StatusCodes.Status404NotFound);
        kept.MapDecisions();
        kept.MapRollouts();
        kept.MapOutbox();
        kept.MapBacktests();
        kept.MapShadows();
    }

    /// <summary>
    /// The appsettings.json at the root of the repository is the one that ships: it lies beside the binaries, not in the content root, and
    /// stands first, so that everything else still overrides it.
    /// </summary>
    private static void UseShippedSettings(ConfigurationManager configuration) => configuration.Sources.Insert(0, new JsonConfigurationSource
    {
        Path = ShippedSettings,
        FileProvider = new PhysicalFileProvider(AppContext.BaseDirectory),
        Optional = false,
        ReloadOnChange = false,
    });
}
