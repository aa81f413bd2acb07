using System.Net;

namespace GateService.Tests.Contract;

/// <summary>Holds every answer under <c>/v1</c> against the contract, whatever its test is about.</summary>
internal sealed class ContractHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var path = request.RequestUri!.AbsolutePath;
        // Too long an address or too many headers are refused by the web server, before it knows an operation.
        if (!path.StartsWith("/v1/", StringComparison.Ordinal) || response.StatusCode is HttpStatusCode.RequestUriTooLong or HttpStatusCode.RequestHeaderFieldsTooLarge)
        {
            return response;
        }

        await response.Content.LoadIntoBufferAsync(cancellationToken);
        var faults = await Contract.Committed.FaultsAsync(
            request.Method.Method, path, (int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync(cancellationToken));
        faults.ShouldBeEmpty($"{request.Method} {request.RequestUri.PathAndQuery} broke openapi/gate-service.v1.json");
        return response;
    }
}
