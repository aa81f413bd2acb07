namespace GateService.Refusals;

/// <summary>Stands outside of everything else, where the last word on an answer is known.</summary>
internal static class RefusalSetup
{
    public static IServiceCollection AddRefusals(this IServiceCollection services) => services.AddSingleton<RefusalLog>();

    public static void UseRefusalLog(this WebApplication app)
    {
        var refusals = app.Services.GetRequiredService<RefusalLog>();
        app.Use((http, next) =>
        {
            // As the answer starts: its last word is known, and whoever has read it finds the line already there.
            http.Response.OnStarting(() =>
            {
                refusals.Look(http);
                return Task.CompletedTask;
            });
            return next(http);
        });
    }
}
