using System.Diagnostics.Metrics;
using System.Security.Claims;
using System.Text;
using System.Text.Json.Nodes;
using FluentValidation;
using GateService.Callers;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Gates;
using GateService.History;
using GateService.Policies;
using GateService.Wire;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging.Abstractions;
using NewRelic.Api.Client;
using OpenTelemetry;

namespace GateService.Starting;

/// <summary>
/// One evaluation by a second gate within this process, put together of the same services: from the bytes of the question to those of the answer, its own store in memory
/// between them. It has the policies of the first one; New Relic is <see cref="MadeNerdGraph"/>, and nothing of it is logged, counted, traced or kept.
/// </summary>
/// <param name="services">Those of the gate. What runs in the background is left out.</param>
/// <param name="gate">The gate's own, for what both have in common.</param>
internal sealed class Rehearsal(IServiceCollection services, IServiceProvider gate)
{
    public const string Service = "warm-up";
    public const string StableHash = "7d9f8c6b54";

    /// <summary>Asks once.</summary>
    /// <param name="ct">Ends it; the gate's own deadline does so too.</param>
    /// <returns>The answer as a caller would read it.</returns>
    /// <exception cref="InvalidOperationException">The policies are not read yet.</exception>
    public async Task<byte[]> RunAsync(CancellationToken ct)
    {
        using var untraced = SuppressInstrumentationScope.Begin();
        await using var second = SecondGate();
        var now = second.GetRequiredService<TimeProvider>().GetUtcNow();
        using var answer = new MemoryStream();
        var http = new DefaultHttpContext { RequestServices = second, RequestAborted = ct, User = new ClaimsPrincipal(new CallerIdentity(Caller.Anyone)) };
        http.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(Question(now).ToJsonString()));
        http.Response.Body = answer;
        await (await GateEndpoints.EvaluateAsync(http, second.GetRequiredService<RequestReader>(), second.GetRequiredService<GateDesk>())).ExecuteAsync(http);
        return answer.ToArray();
    }

    private ServiceProvider SecondGate()
    {
        var own = new ServiceCollection();
        foreach (var service in services.Where(service => service.ServiceType != typeof(IHostedService)))
        {
            ((ICollection<ServiceDescriptor>)own).Add(service);
        }

        // What both may have in common; what is only made at the first question is made now.
        own.AddSingleton(gate.GetRequiredService<PolicyStore>());
        own.AddSingleton(gate.GetRequiredService<IValidator<EvaluateRequest>>());
        _ = (gate.GetRequiredService<RequestReader>(), gate.GetRequiredService<GateDesk>());
        own.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        own.AddSingleton<IMeterFactory, UnheardMeters>();
        own.PostConfigure<HistoryOptions>(history => history.ConnectionString = $"Data Source=rehearsal-{Guid.NewGuid():N};Mode=Memory;Cache=Shared;Pooling=False");
        own.PostConfigure<HttpClientFactoryOptions>(
            NerdGraphClient.HttpClientName, client => client.HttpMessageHandlerBuilderActions.Add(made => made.PrimaryHandler = new MadeNerdGraph()));
        return own.BuildServiceProvider();
    }

    /// <summary>By the policy most requests get; by any other where the organisation names none.</summary>
    private JsonObject Question(DateTimeOffset now)
    {
        var question = new JsonObject
        {
            ["mode"] = "step",
            ["service"] = Service,
            ["namespace"] = "none",
            ["stableHash"] = StableHash,
            ["canaryHash"] = "5c6d7e8f",
            ["stepWeight"] = "10",
            ["stepStartedAt"] = now.AddMinutes(-20).ToString("O"),
        };
        var catalog = gate.GetRequiredService<PolicyStore>().Current.Catalog;
        if (catalog.Resolve(Service, null, Strategy.Canary, null) is not PolicyResolution.Resolved)
        {
            question["policy"] = catalog.Policies[0].Name;
        }

        return question;
    }

    /// <summary>Under a name that nobody exports.</summary>
    private sealed class UnheardMeters : IMeterFactory
    {
        private readonly List<Meter> _made = [];

        public Meter Create(MeterOptions options)
        {
            var meter = new Meter($"{options.Name}.Rehearsal");
            _made.Add(meter);
            return meter;
        }

        public void Dispose() => _made.ForEach(meter => meter.Dispose());
    }
}
