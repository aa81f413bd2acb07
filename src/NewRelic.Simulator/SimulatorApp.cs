using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NewRelic.Simulator.Faults;
using NewRelic.Simulator.Ingest;
using NewRelic.Simulator.NerdGraph;
using NewRelic.Simulator.Nrql;
using NewRelic.Simulator.Requests;
using NewRelic.Simulator.Settings;
using NewRelic.Simulator.Storage;
using NewRelic.Simulator.Worlds;

namespace NewRelic.Simulator;

/// <summary>The whole simulator, one line per slice. Holds no state of the process, so that a demo or a test can host several.</summary>
public static class SimulatorApp
{
    /// <param name="args">Command line, such as <c>--urls http://127.0.0.1:5310</c>.</param>
    /// <param name="configure">Last word on the builder, for hosts and tests; a <see cref="TimeProvider"/> registered here is the clock.</param>
    public static WebApplication Create(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        // Nothing here is read a second time, and whoever watches for changes asks for notice of every folder below: of a whole repository, where the demo is started in one.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = ["--hostBuilder:reloadConfigOnChange=false", .. args], ApplicationName = typeof(SimulatorApp).Assembly.GetName().Name });
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        configure?.Invoke(builder);
        AddServices(builder.Services, builder.Configuration);
        var app = builder.Build();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.MapNerdGraph();
        app.MapIngest();
        app.MapFaults();
        app.MapRequests();
        app.MapWorlds();
        app.MapHelp();

        // Whoever still holds a simulator that has ended does not hold its events.
        app.Lifetime.ApplicationStopped.Register(app.Services.GetRequiredService<EventStore>().Clear);
        return app;
    }

    private static void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddProblemDetails();
        services.AddOptions<SimulatorOptions>().Bind(configuration.GetSection("Simulator")).ValidateDataAnnotations().ValidateOnStart();
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(System.Text.Json.JsonNamingPolicy.CamelCase, allowIntegerValues: false));
            json.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        });
        services.AddSingleton<EventStore>();
        services.AddSingleton<NrqlEngine>();
        services.AddSingleton<FaultBook>();
        services.AddSingleton<RequestLog>();
        services.AddNerdGraph();
        services.AddWorlds();
    }
}
