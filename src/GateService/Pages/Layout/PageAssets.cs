using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Net.Http.Headers;

namespace GateService.Pages.Layout;

/// <summary>Style, script and icon of the pages, embedded. Their addresses carry a hash of their content, so that browsers keep them for ever and never see an old one.</summary>
internal static partial class PageAssets
{
    private const string Prefix = "GateService.Pages.Assets.";
    private static readonly Dictionary<string, Asset> Known = new[] { ("gate.css", "text/css; charset=utf-8"), ("gate.js", "text/javascript; charset=utf-8"), ("gate.svg", "image/svg+xml"), ("swagger.css", "text/css; charset=utf-8"), ("swagger.js", "text/javascript; charset=utf-8") }
        .ToDictionary(asset => asset.Item1, asset => Asset.Read(asset.Item1, asset.Item2));

    public static string Style { get; } = Known["gate.css"].Address;

    public static string Script { get; } = Known["gate.js"].Address;

    /// <summary>Laid over Swagger UI's own.</summary>
    public static string SwaggerStyle { get; } = Known["swagger.css"].Address;

    public static string SwaggerScript { get; } = Known["swagger.js"].Address;

    public static string Icon { get; } = Known["gate.svg"].Address;

    public static void MapPageAssets(this IEndpointRouteBuilder app) =>
        app.MapGet("/assets/{name}", (string name, HttpContext http) => Known.TryGetValue(name, out var asset) ? Send(asset, http) : Trouble.NoPage).ExcludeFromDescription().AllowAnonymous();

    private static IResult Send(Asset asset, HttpContext http)
    {
        http.Response.Headers.CacheControl = http.Request.Query["v"] == asset.Hash ? "public, max-age=31536000, immutable" : "no-cache";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.Bytes(asset.Content, asset.Type, entityTag: new EntityTagHeaderValue($"\"{asset.Hash}\""));
    }

    [GeneratedRegex(@"/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex Comment();

    /// <summary>An end of a line with the blanks around it.</summary>
    [GeneratedRegex(@"\s*\n\s*")]
    private static partial Regex LineEnd();

    /// <summary>An end of a line that nothing needs.</summary>
    [GeneratedRegex("(?<=[{};,])\n")]
    private static partial Regex Joint();

    /// <summary>Blanks beside what parts a rule, and behind the colon of a declaration; a string between quotes is kept as it is.</summary>
    [GeneratedRegex("""(?<kept>"[^"]*"|'[^']*')| *([{};,]) *|(?<=:) +""")]
    private static partial Regex Blank();

    /// <summary>Lines of a script that only comment, and what stands before the others: no text of ours goes over several lines.</summary>
    [GeneratedRegex(@"^\s*//.*\n|^\s+", RegexOptions.Multiline)]
    private static partial Regex Margin();

    private sealed record Asset(string Name, string Type, byte[] Content, string Hash)
    {
        public string Address => $"/assets/{Name}?v={Hash}";

        public static Asset Read(string name, string type)
        {
            using var stream = typeof(PageAssets).Assembly.GetManifestResourceStream(Prefix + name)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            content = Path.GetExtension(name) switch
            {
                ".css" => Encoding.UTF8.GetBytes(Slim(Encoding.UTF8.GetString(content))),
                ".js" => Encoding.UTF8.GetBytes(Margin().Replace(Encoding.UTF8.GetString(content), "")),
                _ => content,
            };
            return new Asset(name, type, content, Convert.ToHexStringLower(SHA256.HashData(content))[..12]);
        }

        /// <summary>A style sheet without comments, indentation, and the blanks and ends of lines that nothing needs: one page carries all of it.</summary>
        private static string Slim(string style) => Blank().Replace(Joint().Replace(LineEnd().Replace(Comment().Replace(style, ""), "\n"), ""), "${kept}$1").Replace(";}", "}", StringComparison.Ordinal).TrimStart();
    }
}
