using System.Text;
using GateService.Pages.Visits;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace GateService.Pages.Layout;

/// <summary>
/// A Razor component as a whole answer. Rendered by the framework's own renderer without registering Blazor: that would bring antiforgery and data
/// protection with key files for a page that has no state.
/// </summary>
internal static class PageResult
{
    public static IResult Of<TPage>(object model, int status = StatusCodes.Status200OK)
        where TPage : IComponent => new Rendered(typeof(TPage), model, status);

    private sealed class Rendered(Type page, object model, int status) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var html = Encoding.UTF8.GetBytes(await RenderAsync(httpContext));
            var response = httpContext.Response;
            response.StatusCode = status;
            response.ContentType = "text/html; charset=utf-8";
            response.ContentLength = html.Length;
            response.Headers.CacheControl = "no-store";
            PageHeaders.Protect(response);
            await response.Body.WriteAsync(html, httpContext.RequestAborted);
        }

        private async Task<string> RenderAsync(HttpContext http)
        {
            await using var renderer = new HtmlRenderer(http.RequestServices, http.RequestServices.GetRequiredService<ILoggerFactory>());
            var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { ["Model"] = model, ["Visit"] = PageVisit.Of(http) });
            return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync(page, parameters)).ToHtmlString());
        }
    }
}
