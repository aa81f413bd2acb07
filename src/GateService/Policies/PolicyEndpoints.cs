using GateService.Callers;
using GateService.Core.Judging;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Words;
using GateService.Http;
using GateService.Wire;
using GateService.Yaml;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace GateService.Policies;

/// <summary>Policies over HTTP, to read and to lint; they change in git only.</summary>
internal static class PolicyEndpoints
{
    private const int MostBytes = 1024 * 1024;

    public static IServiceCollection AddPolicies(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<PolicyOptions>().Bind(configuration.GetSection("Policies"))
            .Validate(options => !string.IsNullOrWhiteSpace(options.Directory), "Policies:Directory is empty: expected the folder of the policy files")
            .Expect("Policies:ReloadInterval", options => options.ReloadInterval, options => options.ReloadInterval >= TimeSpan.Zero && options.ReloadInterval <= DurationRange.Day, "0s (never again) to 1d")
            .ValidateOnStart();
        services.AddSingleton<KeptPolicies>();
        services.AddSingleton<PolicyStore>();
        services.AddHostedService(provider => provider.GetRequiredService<PolicyStore>());
        return services;
    }

    public static void MapPolicies(this RouteGroupBuilder group)
    {
        var policies = group.MapGroup("/policies").WithTags("Policies");
        var read = policies.MapGroup("").Needs(Role.Read);
        read.MapGet("/", List).WithName("ListPolicies").WithSummary("All policies in use, and what is wrong with the files since they were loaded.");
        read.MapGet("/effective", Effective).WithName("GetEffectivePolicy").WithSummary("The policy a request would be judged by, with the file of every value.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        read.MapGet("/{name}", Get).WithName("GetPolicy").WithSummary("One policy without any team's or service's layer.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        read.MapPost("/classify", Classify).WithBodyFirst(MostBytes).InSideTurns().WithName("ClassifyErrors").WithSummary("Whose the given errors would be suspected to be, by which rule.")
            .Produces<ClassifyResponse>()
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound);
        policies.MapPost("/lint", Lint).WithBodyFirst(MostBytes).InSideTurns().Needs(Role.Operate).WithName("LintPolicies").WithSummary("Every fault of the given files, as a reload would find them.")
            .Produces<PolicyLintResponse>().ProducesValidationProblem();
    }

    private static Ok<PolicyListResponse> List(PolicyStore store)
    {
        var (catalog, faults, loadedAt) = store.Current;
        var policies = catalog.Policies.Select(policy => new PolicyListEntry(policy.Name, policy.Revision, policy.Description, [.. policy.Objectives.Select(objective => objective.Name)]));
        return TypedResults.Ok(new PolicyListResponse([.. policies], catalog.Teams, catalog.Services, loadedAt, faults));
    }

    private static Results<Ok<EffectivePolicyResponse>, ProblemHttpResult> Get(string name, PolicyStore store) =>
        store.Current.Catalog.Policies.FirstOrDefault(policy => policy.Name == name) is { } policy
            ? TypedResults.Ok(EffectivePolicyResponse.Of(policy))
            : Unknown($"there is no policy '{Shown.Of(name)}'{Closest.Hint(name, store.Current.Catalog.Policies.Select(policy => policy.Name))}");

    private static Results<Ok<EffectivePolicyResponse>, ProblemHttpResult> Effective(
        PolicyStore store, [FromQuery] string service, [FromQuery] string? team = null, [FromQuery] string? strategy = null, [FromQuery] string? policy = null)
    {
        if (EnumNames.Read<Strategy>(strategy ?? "canary") is not { } known)
        {
            return TypedResults.Problem($"strategy '{Shown.Of(strategy)}': expected {EnumNames.Choices<Strategy>()}", statusCode: StatusCodes.Status400BadRequest);
        }

        return store.Current.Catalog.Resolve(service, team, known, policy) switch
        {
            PolicyResolution.Resolved resolved => TypedResults.Ok(EffectivePolicyResponse.Of(resolved.Policy)),
            PolicyResolution.Unresolved unresolved => Unknown(unresolved.Reason),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static async Task<IResult> Classify(HttpContext http, PolicyStore store, TimeProvider time)
    {
        var (request, faults) = ClassifyBody.Read(BodyFirst.Of(http));
        if (request is null)
        {
            return TypedResults.ValidationProblem(faults, detail: "nothing was classified; every fault of the request is listed");
        }

        return store.Current.Catalog.Resolve(request.Service ?? "", request.Team, Strategy.Canary, request.Policy) switch
        {
            PolicyResolution.Resolved resolved => TypedResults.Ok(await AsideAsync(() => ClassifyResponse.Of(request, resolved.Policy, Today(time)))),
            PolicyResolution.Unresolved unresolved => Unknown(unresolved.Reason),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private static async Task<IResult> Lint(HttpContext http, IEnumerable<IJudge> judges, TimeProvider time)
    {
        var (request, wrong) = PolicyLintBody.Read(BodyFirst.Of(http));
        if (request is null)
        {
            return TypedResults.ValidationProblem(wrong, detail: "nothing was linted; every fault of the request is listed");
        }

        var faults = await AsideAsync(() => PolicyTexts.Lint(request.Files, judges, Today(time)));
        return TypedResults.Ok(new PolicyLintResponse(faults.Count == 0, faults));
    }

    private static DateOnly Today(TimeProvider time) => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    /// <summary>On a thread of its own: what only takes processors holds none of the few threads that answers go on.</summary>
    private static Task<T> AsideAsync<T>(Func<T> work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static ProblemHttpResult Unknown(string reason) => TypedResults.Problem(reason, statusCode: StatusCodes.Status404NotFound);
}
