using System.Collections.Concurrent;
using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Charts.Tests.Image;

/// <summary>A container registry on loopback: holds an empty base image, and takes what is pushed (the part of the distribution API that a push needs).</summary>
internal sealed class SmallRegistry : IAsyncDisposable
{
    private const string ManifestType = "application/vnd.docker.distribution.manifest.v2+json";

    private readonly ConcurrentDictionary<string, byte[]> _blobs = new();
    private readonly ConcurrentDictionary<string, byte[]> _manifests = new();
    private readonly ConcurrentDictionary<string, MemoryStream> _uploads = new();
    private readonly WebApplication _app;

    private SmallRegistry(WebApplication app) => _app = app;

    /// <summary>As it stands before a repository's name.</summary>
    public string Address => $"localhost:{new Uri(_app.Urls.First()).Port}";

    public static async Task<SmallRegistry> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        var registry = new SmallRegistry(builder.Build());
        registry._app.Run(registry.AnswerAsync);
        await registry._app.StartAsync();
        registry.AddBase();
        return registry;
    }

    /// <summary>The configuration of a pushed image, and its newest layer.</summary>
    public (JsonElement Config, byte[] Layer) Image(string name, string tag)
    {
        var manifest = JsonSerializer.Deserialize<JsonElement>(_manifests[$"{name}/manifests/{tag}"]);
        return (
            JsonSerializer.Deserialize<JsonElement>(_blobs[manifest.GetProperty("config").GetProperty("digest").GetString()!]).GetProperty("config"),
            _blobs[manifest.GetProperty("layers").EnumerateArray().Last().GetProperty("digest").GetString()!]);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        var path = http.Request.Path.Value!["/v2/".Length..];
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var (status, answer, type) = (http.Request.Method, path) switch
        {
            ("GET", "") => (200, "{}"u8.ToArray(), "application/json"),
            ("GET" or "HEAD", _) when path.Contains("/manifests/", StringComparison.Ordinal) && _manifests.TryGetValue(path, out var manifest) => (200, manifest, ManifestType),
            ("GET" or "HEAD", _) when _blobs.TryGetValue(path[(path.LastIndexOf('/') + 1)..], out var blob) => (200, blob, "application/octet-stream"),
            ("POST", _) => Begin(http, path),
            ("PATCH", _) => Append(http, path, body),
            ("PUT", _) when path.Contains("/manifests/", StringComparison.Ordinal) => (201, Keep(_manifests, path, body.ToArray()), ManifestType),
            ("PUT", _) => (201, Finish(http, path, body), "application/octet-stream"),
            _ => (404, [], "application/json"),
        };
        http.Response.StatusCode = status;
        http.Response.ContentType = type;
        http.Response.Headers["Docker-Content-Digest"] = Digest(answer);
        http.Response.ContentLength = status == 200 ? answer.Length : 0;
        if (status == 200 && http.Request.Method == "GET")
        {
            await http.Response.Body.WriteAsync(answer);
        }
    }

    private (int, byte[], string) Begin(HttpContext http, string path)
    {
        var upload = $"{path.TrimEnd('/')}/{Guid.NewGuid():N}";
        _uploads[upload] = new MemoryStream();
        http.Response.Headers.Location = $"/v2/{upload}";
        return (202, [], "application/json");
    }

    private (int, byte[], string) Append(HttpContext http, string path, MemoryStream body)
    {
        body.WriteTo(_uploads[path]);
        http.Response.Headers.Location = $"/v2/{path}";
        http.Response.Headers.Range = $"0-{_uploads[path].Length - 1}";
        return (202, [], "application/json");
    }

    private byte[] Finish(HttpContext http, string path, MemoryStream body)
    {
        body.WriteTo(_uploads[path]);
        return Keep(_blobs, http.Request.Query["digest"].ToString(), _uploads[path].ToArray());
    }

    private static byte[] Keep(ConcurrentDictionary<string, byte[]> among, string name, byte[] content) => among[name] = content;

    private void AddBase()
    {
        using var plain = new MemoryStream();
        using (var tar = new TarWriter(plain, leaveOpen: true))
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "etc/base"));
        }

        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(plain.ToArray());
        }

        var config = JsonSerializer.SerializeToUtf8Bytes(new
        {
            architecture = System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? "arm64" : "amd64",
            os = "linux",
            config = new { Env = new[] { "PATH=/usr/bin:/bin", "ASPNETCORE_HTTP_PORTS=8080" } },
            rootfs = new { type = "layers", diff_ids = new[] { Digest(plain.ToArray()) } },
            history = new[] { new { created_by = "base" } },
        });
        Keep(_blobs, Digest(config), config);
        Keep(_blobs, Digest(packed.ToArray()), packed.ToArray());
        Keep(_manifests, "dotnet/aspnet/manifests/10.0", JsonSerializer.SerializeToUtf8Bytes(new
        {
            schemaVersion = 2,
            mediaType = ManifestType,
            config = new { mediaType = "application/vnd.docker.container.image.v1+json", size = config.Length, digest = Digest(config) },
            layers = new[] { new { mediaType = "application/vnd.docker.image.rootfs.diff.tar.gzip", size = packed.Length, digest = Digest(packed.ToArray()) } },
        }));
    }

    private static string Digest(byte[] content) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}";
}
