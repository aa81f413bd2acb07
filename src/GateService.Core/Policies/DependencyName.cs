namespace GateService.Core.Policies;

/// <summary>Names of dependencies as people say them.</summary>
public static class DependencyName
{
    private const string Cluster = ".svc";

    /// <summary><c>payments-api.shop.svc.cluster.local:8080</c> is <c>payments-api</c>; other hosts lose scheme, path and port only.</summary>
    public static string Of(string raw)
    {
        var scheme = raw.IndexOf("://", StringComparison.Ordinal);
        var host = scheme < 0 ? raw : raw[(scheme + 3)..];
        host = host.Split('/', '?')[0];
        var port = host.LastIndexOf(':');
        host = port > 0 && host.IndexOf(':') == port && host[(port + 1)..].All(char.IsAsciiDigit) ? host[..port] : host;
        var cluster = host.IndexOf(Cluster, StringComparison.OrdinalIgnoreCase);
        return cluster > 0 && (host.Length == cluster + Cluster.Length || host[cluster + Cluster.Length] == '.') ? host.Split('.')[0] : host;
    }
}
