using System.Security.Cryptography;
using System.Text;
using GateService.Http;
using Microsoft.Extensions.Options;

namespace GateService.Pages.Visits;

/// <summary>Tells forms of our own pages from those of other sites, twice: by what the browser says of where it comes from, and by what only our pages know.</summary>
internal static class OwnForms
{
    public const string TokenField = "form";

    /// <summary>The fields of a form; null where it is none, or one that no page of ours sends: too many fields, a key too long, a multipart without boundary, broken chunks.</summary>
    public static async Task<IFormCollection?> ReadAsync(HttpContext http)
    {
        try
        {
            return http.Request.HasFormContentType ? await http.Request.ReadFormAsync(http.RequestAborted) : null;
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            return null;
        }
    }

    /// <summary>Whether the browser says, or leaves open, that one of our own pages sent this.</summary>
    public static bool IsOurs(HttpContext http)
    {
        var headers = http.Request.Headers;
        if (headers["Sec-Fetch-Site"] is [{ Length: > 0 } site])
        {
            return site == "same-origin";
        }

        return headers.Origin is not [{ Length: > 0 } origin] || (Uri.TryCreate(origin, UriKind.Absolute, out var url) && IsOurHost(http, url));
    }

    /// <summary>The same, and the form carries the token of this browser's session.</summary>
    public static bool IsOurs(HttpContext http, IFormCollection form) => IsOurs(http) && form[TokenField] is [{ } token]
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(PageVisit.Of(http).FormToken));

    private static bool IsOurHost(HttpContext http, Uri url) =>
        url.Authority == http.Request.Host.Value || url.Authority == http.RequestServices.GetRequiredService<IOptions<GateOptions>>().Value.PublicUrl?.Authority;
}
