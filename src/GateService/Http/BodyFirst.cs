using Microsoft.AspNetCore.Http.Features;

namespace GateService.Http;

/// <summary>Endpoints whose body is read, as much as may come in the time there is, before anything that others wait for is taken for it.</summary>
internal static class BodyFirst
{
    /// <summary>A megabyte in it is a line slower than any that a pipeline has.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Stands before filters that take a turn: 408 for what does not come in time, 413 for what is longer than <paramref name="most"/> bytes.</summary>
    public static RouteHandlerBuilder WithBodyFirst(this RouteHandlerBuilder endpoint, int most) => endpoint.AddEndpointFilter(async (context, next) =>
    {
        var http = context.HttpContext;
        using var late = new CancellationTokenSource(Patience, http.RequestServices.GetRequiredService<TimeProvider>());
        using var either = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, late.Token);
        try
        {
            if (await BoundedBody.ReadAsync(http.Request, most, either.Token) is not { } bytes)
            {
                return Problems.Of(StatusCodes.Status413PayloadTooLarge, $"the body is larger than {most} bytes");
            }

            http.Features.Set(new Sent(bytes));
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !http.RequestAborted.IsCancellationRequested)
        {
            return Problems.Of(StatusCodes.Status408RequestTimeout, $"the body did not come within {Patience.TotalSeconds:0} s: expected all of it by then");
        }

        return await next(context);
    }).ProducesProblem(StatusCodes.Status408RequestTimeout).ProducesProblem(StatusCodes.Status413PayloadTooLarge);

    /// <summary>The body of such an endpoint.</summary>
    public static ReadOnlyMemory<byte> Of(HttpContext http) => http.Features.GetRequiredFeature<Sent>().Bytes;

    private sealed record Sent(ReadOnlyMemory<byte> Bytes);
}
