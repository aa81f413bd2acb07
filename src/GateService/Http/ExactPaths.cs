namespace GateService.Http;

/// <summary>One address per endpoint: routing alone would also take it with a slash behind it, where ingresses like to redirect.</summary>
internal static class ExactPaths
{
    public static void UseExactPaths(this WebApplication app) => app.Use((context, next) =>
        context.Request.Path is { Value: [.., '/'] } path && path.StartsWithSegments("/v1")
            ? Problems.Of(StatusCodes.Status404NotFound, "there is nothing here: paths under /v1 do not end in a slash").ExecuteAsync(context)
            : next(context));
}
