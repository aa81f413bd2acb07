using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace GateService.Http;

/// <summary>
/// Where links lead: <c>Gate:PublicUrl</c>, else the address this process listens on. Never what a caller calls us: the Host header would let one caller
/// choose where the links in everybody's messages lead.
/// </summary>
internal sealed class PublicAddress(IOptions<GateOptions> options, IServer server)
{
    private static readonly Uri Nowhere = new("http://localhost");

    private Uri? _listening;

    public Uri Base => options.Value.PublicUrl ?? (_listening ??= Listening());

    public bool IsTls => options.Value.PublicUrl?.Scheme == Uri.UriSchemeHttps;

    private Uri Listening() => server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is { } address ? Reachable(BindingAddress.Parse(address)) : Nowhere;

    /// <summary>A wildcard is no address to go to; this machine is.</summary>
    private static Uri Reachable(BindingAddress address)
    {
        var host = address.Host.Trim('[', ']') is var name && IPAddress.TryParse(name, out var ip) && !ip.Equals(IPAddress.Any) && !ip.Equals(IPAddress.IPv6Any) ? ip.ToString() : "localhost";
        return new UriBuilder(address.Scheme, host, address.Port).Uri;
    }
}
