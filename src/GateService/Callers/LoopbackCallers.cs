using System.Net;
using GateService.Http;
using GateService.Wire;

namespace GateService.Callers;

/// <summary>
/// With authentication off, whoever reaches us is let in: on loopback that is also every page in a browser on this machine. Two things a browser cannot
/// lie about tell them apart: the name a page believes it talks to (a foreign one that resolves to loopback is DNS rebinding), and where a page comes from.
/// </summary>
internal static class LoopbackCallers
{
    public static void UseLoopbackCallers(this WebApplication app)
    {
        if (app.Services.GetRequiredService<TokenBook>().IsDisabled)
        {
            app.Use((context, next) => Refusal(context.Request) is { } refusal ? Problems.Of(StatusCodes.Status403Forbidden, refusal).ExecuteAsync(context) : next(context));
        }
    }

    private static string? Refusal(HttpRequest request) =>
        IsReachedFromElsewhere(request.HttpContext.Connection) ? "authentication is off (Auth:Disabled), so the gate answers on loopback addresses only: set up Auth:Tokens"
        : !IsLoopback(request.Host.Host) ? $"authentication is off (Auth:Disabled), so the gate answers to loopback names only and not to '{Shown.Of(request.Host.Host)}': use localhost or 127.0.0.1, or set up Auth:Tokens"
        : IsForeign(request) ? "authentication is off (Auth:Disabled), so the gate takes nothing from pages of other sites: send it from a shell or from the gate's own pages, or set up Auth:Tokens"
        : null;

    /// <summary>The start fails on such an address (<see cref="LoopbackGuard"/>), but the port is open some seconds before it does.</summary>
    private static bool IsReachedFromElsewhere(ConnectionInfo connection) =>
        connection.LocalIpAddress is { } address && !IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    private static bool IsLoopback(string host) => host.Trim('[', ']') is var name
        && (name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(name, out var ip) && IPAddress.IsLoopback(ip)));

    /// <summary>Reading is left alone: without CORS no other site sees an answer, and links to the pages must work.</summary>
    private static bool IsForeign(HttpRequest request) => !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method)
        && (request.Headers["Sec-Fetch-Site"] is [{ Length: > 0 } site]
            ? site is not ("same-origin" or "none")
            : request.Headers.Origin is [{ Length: > 0 } origin] && !(Uri.TryCreate(origin, UriKind.Absolute, out var url) && url.Authority == request.Host.Value));
}
