namespace GateService.Http;

/// <summary>Why a request is turned away, left where whoever logs refusals finds it.</summary>
/// <param name="Status">What it is by HTTP's book, whatever status the answer has.</param>
/// <param name="Why">As the caller is told.</param>
internal sealed record RefusalNote(int Status, string Why)
{
    /// <summary>Few and fixed, for a metric.</summary>
    public string Reason => Status switch
    {
        StatusCodes.Status400BadRequest => "request",
        StatusCodes.Status401Unauthorized => "token",
        StatusCodes.Status403Forbidden => "access",
        StatusCodes.Status404NotFound => "notFound",
        StatusCodes.Status405MethodNotAllowed => "method",
        StatusCodes.Status413PayloadTooLarge => "tooLarge",
        StatusCodes.Status415UnsupportedMediaType => "mediaType",
        StatusCodes.Status429TooManyRequests => "tooMany",
        _ => "other",
    };

    public static void Leave(HttpContext http, int status, string why) => http.Features.Set(new RefusalNote(status, why));

    /// <summary>What was refused; null where nothing was. Statuses that are verdicts (409, 412) are refusals only with a note.</summary>
    public static RefusalNote? Of(HttpContext http) => http.Features.Get<RefusalNote>() ?? http.Response.StatusCode switch
    {
        StatusCodes.Status401Unauthorized when !IsApi(http) => null, // The sign-in page.
        StatusCodes.Status400BadRequest or StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden or StatusCodes.Status404NotFound
            or StatusCodes.Status405MethodNotAllowed or StatusCodes.Status413PayloadTooLarge or StatusCodes.Status414UriTooLong
            or StatusCodes.Status415UnsupportedMediaType or StatusCodes.Status429TooManyRequests => new RefusalNote(http.Response.StatusCode, Usual(http.Response.StatusCode)),
        _ => null,
    };

    /// <summary>Ours, or a stranger's guess that only counts. Where an identity provider sends browsers back to is no endpoint, but the framework's own.</summary>
    public static bool IsOurPath(HttpContext http) => IsApi(http) || http.Request.Path.StartsWithSegments("/sign-in") || http.GetEndpoint() is not null;

    private static bool IsApi(HttpContext http) => http.Request.Path.StartsWithSegments("/v1");

    private static string Usual(int status) => status switch
    {
        StatusCodes.Status404NotFound => "there is nothing at this path",
        StatusCodes.Status405MethodNotAllowed => "this path takes another method",
        StatusCodes.Status415UnsupportedMediaType => "this Content-Type is not taken here",
        _ => "the request cannot be taken",
    };
}
