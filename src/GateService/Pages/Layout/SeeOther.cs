namespace GateService.Pages.Layout;

/// <summary>After a form: look there, with GET. The framework's redirects are 302, which leaves the method to the browser.</summary>
internal sealed class SeeOther(string path) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = Ascii(path);
        httpContext.Response.Headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }

    /// <summary>A header takes no other letters; what is escaped already stays.</summary>
    private static string Ascii(string path) => string.Concat(path.EnumerateRunes().Select(letter =>
        letter.IsAscii && letter.Value is > ' ' and < 0x7f ? letter.ToString() : Uri.EscapeDataString(letter.ToString())));
}
