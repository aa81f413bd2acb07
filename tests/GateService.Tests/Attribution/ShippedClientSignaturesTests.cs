using GateService.Core.Attribution;
using GateService.Core.Evidence;
using GateService.Core.Policies;
using GateService.Tests.Evidence;

namespace GateService.Tests.Attribution;

/// <summary>What clients throw, library by library, and what looks like it and is the service's own. No failed call was traced.</summary>
public sealed class ShippedClientSignaturesTests
{
    private static readonly Classifier Classifier = new(Plans.Shipped("http-default").Attribution, [], new DateOnly(2026, 11, 25));

    [Theory]
    // An upstream refuses: 4xx.
    [InlineData("org.springframework.web.client.HttpClientErrorException$TooManyRequests", "429 Too Many Requests: [no body]")]
    [InlineData("org.springframework.web.client.UnknownHttpStatusCodeException", "Unknown status code [520]")]
    [InlineData("org.springframework.web.client.RestClientException", "Error while extracting response for type [class Stock]")]
    [InlineData("org.springframework.web.reactive.function.client.WebClientResponseException$TooManyRequests", "429 Too Many Requests from GET http://stock/i/7")]
    [InlineData("feign.FeignException$TooManyRequests", "[429 Too Many Requests] during [GET] to [http://stock/i/7]")]
    [InlineData("retrofit2.HttpException", "HTTP 429")]
    [InlineData("io.micronaut.http.client.exceptions.HttpClientResponseException", "Too Many Requests")]
    [InlineData("io.ktor.client.plugins.ClientRequestException", "Client request(GET http://stock/i/7) invalid: 429")]
    [InlineData("System.Net.WebException", "The remote server returned an error: (429) Too Many Requests.")]
    [InlineData("Error", "Request failed with status code 429")]
    [InlineData("HTTPError", "Response code 429 (Too Many Requests)")]
    [InlineData("StatusCodeError", "429 - slow down")]
    [InlineData("requests.exceptions:HTTPError", "429 Client Error: Too Many Requests for url: http://stock/i/7")]
    [InlineData("httpx:HTTPStatusError", "Client error '429 Too Many Requests' for url 'http://stock/i/7'")]
    [InlineData("urllib.error:HTTPError", "HTTP Error 429: Too Many Requests")]
    [InlineData("tornado.httpclient:HTTPClientError", "HTTP 429: Too Many Requests")]
    [InlineData("Net::HTTPClientException", "429 \"Too Many Requests\"")]
    [InlineData("Faraday::TooManyRequestsError", "the server responded with status 429")]
    [InlineData(@"GuzzleHttp\Exception\ClientException", "Client error: `GET http://stock/i/7` resulted in a `429 Too Many Requests` response")]
    // It does not answer.
    [InlineData("httpx:ConnectTimeout", "timed out")]
    [InlineData("http.client:RemoteDisconnected", "Remote end closed connection without response")]
    [InlineData("builtins:ConnectionRefusedError", "[Errno 111] Connection refused")]
    [InlineData("smtplib:SMTPServerDisconnected", "Connection unexpectedly closed")]
    [InlineData("*net.OpError", "read tcp 10.1.2.3:51844->10.96.4.4:9200: read: connection reset by peer")]
    [InlineData("*url.Error", "Post \"http://stock/charge\": EOF")]
    [InlineData("*fmt.wrapError", "charge: Post \"http://stock/charge\": unexpected EOF")]
    [InlineData("*status.Error", "rpc error: code = Unavailable desc = connection closed before server preface received")]
    [InlineData("Error", "14 UNAVAILABLE: No connection established.")]
    [InlineData("Error", "read ECONNRESET")]
    [InlineData("HeadersTimeoutError", "Headers Timeout Error")]
    [InlineData("GRPC::Unavailable", "14:failed to connect to all addresses")]
    [InlineData("Errno::ETIMEDOUT", "Connection timed out - connect(2) for \"stock\" port 80")]
    [InlineData("reactor.netty.http.client.PrematureCloseException", "Connection prematurely closed BEFORE response")]
    [InlineData("jakarta.ws.rs.ProcessingException", "java.net.ConnectException: Connection refused")]
    [InlineData("com.netflix.hystrix.exception.HystrixRuntimeException", "stock timed-out and fallback failed.")]
    // Its certificate, or ours for it.
    [InlineData("javax.net.ssl.SSLHandshakeException", "PKIX path building failed: unable to find valid certification path to requested target")]
    [InlineData("javax.net.ssl.SSLPeerUnverifiedException", "Certificate for <stock> doesn't match any of the subject alternative names")]
    [InlineData("System.Security.Authentication.AuthenticationException", "The remote certificate is invalid because of errors in the certificate chain: UntrustedRoot")]
    [InlineData("ssl:SSLCertVerificationError", "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:1006)")]
    [InlineData("OpenSSL::SSL::SSLError", "SSL_connect returned=1 errno=0 state=error: certificate verify failed (certificate has expired)")]
    [InlineData("*url.Error", "Get \"https://stock/i/7\": tls: failed to verify certificate: x509: certificate signed by unknown authority")]
    [InlineData("*tls.CertificateVerificationError", "tls: failed to verify certificate")]
    [InlineData("Error", "unable to verify the first certificate")]
    [InlineData("Error", "self-signed certificate in certificate chain")]
    [InlineData("Error", "certificate has expired")]
    [InlineData("Error", "Client network socket disconnected before secure TLS connection was established")]
    [InlineData("UNABLE_TO_VERIFY_LEAF_SIGNATURE", "unable to verify the first certificate")]
    [InlineData("ERR_TLS_CERT_ALTNAME_INVALID", null)]
    [InlineData("Shop\\StockUnavailable", "cURL error 60: SSL certificate problem: unable to get local issuer certificate")]
    // Wrapped.
    [InlineData("org.springframework.web.util.NestedServletException", "Request processing failed; nested exception is feign.FeignException$ServiceUnavailable: [503] during [GET] to [http://stock/7]")]
    [InlineData("jakarta.servlet.ServletException", "Request processing failed: org.springframework.web.client.ResourceAccessException: I/O error on GET request for \"http://stock/7\": Connection refused")]
    [InlineData("java.util.concurrent.CompletionException", "org.springframework.web.client.HttpClientErrorException$TooManyRequests: 429 Too Many Requests: [no body]")]
    [InlineData("java.util.concurrent.ExecutionException", "java.net.SocketTimeoutException: Read timed out")]
    [InlineData("com.shop.StockException", "javax.net.ssl.SSLHandshakeException: Received fatal alert: handshake_failure")]
    public void A_client_s_error_is_a_dependency_s(string type, string? message) => Of(type, message).ShouldBe(SignatureOrigin.Dependency);

    [Theory]
    [InlineData("tornado.web:HTTPError", "HTTP 500: Internal Server Error")]
    [InlineData("bottle:HTTPError", "Internal Server Error")]
    [InlineData("Shop::HTTPError", "no such basket")]
    [InlineData("javax.ws.rs.InternalServerErrorException", "HTTP 500 Internal Server Error")]
    [InlineData("System.Security.Authentication.AuthenticationException", "the password is wrong")]
    [InlineData("javax.naming.AuthenticationException", "[LDAP: error code 49]")]
    [InlineData("com.shop.VoucherException", "the gift certificate has expired")]
    [InlineData("Shop::CertificateError", "certificate of the course is missing")]
    [InlineData("*url.Error", "parse \"http://[::1\": missing ']' in host")]
    [InlineData("*errors.errorString", "unexpected EOF")]
    [InlineData("org.springframework.web.util.NestedServletException", "Request processing failed; nested exception is java.lang.NullPointerException")]
    [InlineData("jakarta.servlet.ServletException", "Request processing failed: java.lang.IllegalStateException: no currency")]
    [InlineData("org.springframework.beans.factory.NoSuchBeanDefinitionException", "No qualifying bean of type 'org.springframework.web.client.RestTemplate' available")]
    [InlineData("java.util.concurrent.CompletionException", "java.net.URISyntaxException: Illegal character in path")]
    [InlineData("java.net.URISyntaxException", "Illegal character in path")]
    [InlineData("builtins:ConnectionError", "basket 7 has no connection to a customer")]
    [InlineData("HttpExceptionError", "basket is empty")]
    public void What_only_looks_like_it_is_the_service_s_own(string type, string message) => Of(type, message).ShouldBe(SignatureOrigin.Own);

    private static SignatureOrigin Of(string type, string? message) => Classifier.Of(new ErrorSignature(type, "500", message)).Origin;
}
