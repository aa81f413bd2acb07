using GateService.Core.Attribution;
using GateService.Core.Evidence;
using GateService.Core.Policies;
using GateService.Core.Words;
using GateService.Tests.Evidence;

namespace GateService.Tests.Attribution;

/// <summary>The shipped rules on errors as these libraries word them, family by family.</summary>
public sealed class ShippedSignaturesTests
{
    private static readonly Classifier Classifier = new(Plans.Shipped("http-default").Attribution, [], new DateOnly(2026, 11, 25));

    [Theory]
    // .NET
    [InlineData("System.Net.Http.HttpRequestException", "Response status code does not indicate success: 503 (Service Unavailable).", "502", "dependency", "payments-api")]
    [InlineData("System.Net.Http.HttpIOException", "The response ended prematurely.", "500", "dependency", "payments-api")]
    [InlineData("System.Threading.Tasks.TaskCanceledException", "The request was canceled due to the configured HttpClient.Timeout of 2 seconds elapsing.", "504", "dependency", "payments-api")]
    [InlineData("System.Threading.Tasks.TaskCanceledException", "A task was canceled.", "500", "own", null)]
    [InlineData("Polly.CircuitBreaker.BrokenCircuitException", "The circuit is now open and is not allowing calls.", "503", "dependency", "payments-api")]
    [InlineData("Polly.Timeout.TimeoutRejectedException", "The operation didn't complete within the allowed timeout of '00:00:01'.", "504", "dependency", "payments-api")]
    [InlineData("System.NullReferenceException", "Object reference not set to an instance of an object.", "500", "own", null)]
    [InlineData("System.InvalidOperationException", "Sequence contains no elements", "500", "own", null)]
    [InlineData("Microsoft.AspNetCore.Server.Kestrel.Core.BadHttpRequestException", "Unexpected end of request content.", "400", "client", null)]
    [InlineData("Microsoft.AspNetCore.Connections.ConnectionResetException", "The client has disconnected", "499", "client", null)]
    // Java and Spring
    [InlineData("java.net.ConnectException", "Connection refused", "500", "dependency", "payments-api")]
    [InlineData("java.net.SocketTimeoutException", "Read timed out", "500", "dependency", "payments-api")]
    [InlineData("org.springframework.web.client.ResourceAccessException", "I/O error on GET request", "500", "dependency", "payments-api")]
    [InlineData("org.springframework.web.client.HttpServerErrorException$ServiceUnavailable", "503 Service Unavailable", "500", "dependency", "payments-api")]
    [InlineData("org.springframework.web.reactive.function.client.WebClientResponseException$BadGateway", "502 Bad Gateway", "500", "dependency", "payments-api")]
    [InlineData("feign.RetryableException", "timeout executing POST", "500", "dependency", "payments-api")]
    [InlineData("io.github.resilience4j.circuitbreaker.CallNotPermittedException", "CircuitBreaker 'payments' is OPEN", "503", "dependency", "payments-api")]
    [InlineData("org.apache.catalina.connector.ClientAbortException", "java.io.IOException: Broken pipe", "200", "client", null)]
    [InlineData("java.lang.NullPointerException", "Cannot invoke \"Cart.total()\"", "500", "own", null)]
    [InlineData("org.springframework.web.client.HttpClientErrorException$BadRequest", "400 Bad Request", "500", "dependency", "payments-api")]
    // Node
    [InlineData("AxiosError", "Request failed with status code 503", "500", "dependency", "payments-api")]
    [InlineData("FetchError", "request to http://payments-api/ failed", "500", "dependency", "payments-api")]
    [InlineData("Error", "connect ECONNREFUSED 10.0.0.7:8080", "500", "dependency", "payments-api")]
    [InlineData("Error", "socket hang up", "500", "dependency", "payments-api")]
    [InlineData("Error", "getaddrinfo EAI_AGAIN payments-api", "500", "platform", null)]
    [InlineData("TypeError", "Cannot read properties of undefined (reading 'total')", "500", "own", null)]
    // Go
    [InlineData("*url.Error", "Get \"http://payments-api/\": dial tcp 10.0.0.7:8080: connect: connection refused", "500", "dependency", "payments-api")]
    [InlineData("*errors.errorString", "Post \"http://payments-api/\": context deadline exceeded (Client.Timeout exceeded while awaiting headers)", "500", "dependency", "payments-api")]
    [InlineData("*net.DNSError", "lookup payments-api: no such host", "500", "platform", null)]
    [InlineData("runtime.errorString", "invalid memory address or nil pointer dereference", "500", "own", null)]
    [InlineData("*errors.errorString", "http: abort Handler", "500", "client", null)]
    // Python
    [InlineData("requests.exceptions.ConnectionError", "Connection aborted.", "500", "dependency", "payments-api")]
    [InlineData("requests.exceptions.ReadTimeout", "Read timed out.", "500", "dependency", "payments-api")]
    [InlineData("httpx.ConnectTimeout", "timed out", "500", "dependency", "payments-api")]
    [InlineData("aiohttp.client_exceptions.ClientConnectorError", "Cannot connect to host", "500", "dependency", "payments-api")]
    [InlineData("KeyError", "'total'", "500", "own", null)]
    // Ruby and PHP
    [InlineData("Net::ReadTimeout", "Net::ReadTimeout with #<TCPSocket:(closed)>", "503", "dependency", "payments-api")]
    [InlineData("Faraday::ServerError", "the server responded with status 503", "502", "dependency", "payments-api")]
    [InlineData("NoMethodError", "undefined method `price' for nil", "500", "own", null)]
    [InlineData(@"GuzzleHttp\Exception\ServerException", "Server error: `POST http://payments-api/charge` resulted in a `503 Service Unavailable` response", "502", "dependency", "payments-api")]
    [InlineData(@"Illuminate\Database\QueryException", "SQLSTATE[HY000] [2002] Connection refused", "500", "dependency", "payments-api")]
    [InlineData("TypeError", "Unsupported operand types: null * int", "500", "own", null)]
    [InlineData("org.apache.hc.client5.http.HttpHostConnectException", "Connect to * [*] failed: Connection refused", "502", "dependency", "payments-api")]
    // Database drivers and caches
    [InlineData("Npgsql.NpgsqlException", "Exception while reading from stream", "500", "dependency", "payments-api")]
    [InlineData("Microsoft.Data.SqlClient.SqlException", "Timeout expired.", "500", "dependency", "payments-api")]
    [InlineData("MySqlConnector.MySqlException", "Unable to connect to any of the specified MySQL hosts.", "500", "dependency", "payments-api")]
    [InlineData("org.postgresql.util.PSQLException", "FATAL: sorry, too many clients already", "500", "dependency", "payments-api")]
    [InlineData("java.sql.SQLTransientConnectionException", "HikariPool-1 - Connection is not available, request timed out after 30000ms.", "500", "dependency", "payments-api")]
    [InlineData("org.springframework.dao.DataAccessResourceFailureException", "Unable to acquire JDBC Connection", "500", "dependency", "payments-api")]
    [InlineData("psycopg2.OperationalError", "could not connect to server", "500", "dependency", "payments-api")]
    [InlineData("sqlalchemy.exc.TimeoutError", "QueuePool limit of size 5 overflow 10 reached", "500", "dependency", "payments-api")]
    [InlineData("django.db.utils.OperationalError", "connection to server failed", "500", "dependency", "payments-api")]
    [InlineData("KnexTimeoutError", "TimeoutError: Knex: Timeout acquiring a connection. The pool is probably full.", "500", "dependency", "payments-api")]
    [InlineData("*pgconn.ConnectError", "failed to connect", "500", "dependency", "payments-api")]
    [InlineData("System.InvalidOperationException", "Timeout expired. The timeout period elapsed prior to obtaining a connection from the pool. This may have occurred because all pooled connections were in use and max pool size was reached.", "500", "dependency", "payments-api")]
    [InlineData("StackExchange.Redis.RedisConnectionException", "It was not possible to connect", "500", "dependency", "payments-api")]
    [InlineData("MongoServerSelectionError", "connection timed out", "500", "dependency", "payments-api")]
    // gRPC
    [InlineData("Grpc.Core.RpcException", "Status(StatusCode=\"Unavailable\", Detail=\"Error connecting to subchannel.\")", "14", "dependency", "payments-api")]
    [InlineData("io.grpc.StatusRuntimeException", "DEADLINE_EXCEEDED: deadline exceeded after 0.99s", "4", "dependency", "payments-api")]
    [InlineData("Grpc.Core.RpcException", "Status(StatusCode=\"Internal\", Detail=\"Exception was thrown by handler.\")", "13", "own", null)]
    [InlineData("io.grpc.StatusRuntimeException", "INVALID_ARGUMENT: quantity", "3", "client", null)]
    [InlineData("io.grpc.StatusRuntimeException", "UNKNOWN", "2", "own", null)]
    // Envoy and a mesh's sidecar
    [InlineData(null, "upstream connect error or disconnect/reset before headers. reset reason: connection failure", "503", "dependency", "payments-api")]
    [InlineData(null, "no healthy upstream", "503", "dependency", "payments-api")]
    // GraphQL: a caller's where the answer is a 200
    [InlineData("GraphQLError", "Cannot return null for non-nullable field Query.cart", "200", "client", null)]
    [InlineData("graphql.error.graphql_error:GraphQLError", "no such cart", "200", "client", null)]
    [InlineData("GraphQL::ExecutionError", "no such cart", "500", "own", null)]
    // The platform
    [InlineData("System.IO.IOException", "No space left on device", "500", "platform", null)]
    [InlineData("java.io.IOException", "java.net.UnknownHostException: payments-api", "500", "platform", null)]
    // Nobody
    [InlineData(null, null, "500", "own", null)]
    [InlineData(null, null, "404", "client", null)]
    [InlineData("gRPC Status: NotFound", "no such order", "NotFound", "client", null)]
    public void Errors_are_suspected_as_their_library_words_them(string? type, string? message, string status, string origin, string? dependency)
    {
        // Where the origin is the service's own no failed call was traced: one would say otherwise, rightly.
        var found = Classifier.Of(new ErrorSignature(type, status, message), origin == "own" ? null : "payments-api.shop.svc.cluster.local");

        EnumNames.Of(found.Origin).ShouldBe(origin, found.Basis);
        found.Dependency.ShouldBe(dependency);
    }

    [Theory]
    [InlineData("UF,URX", SignatureOrigin.Own)]
    [InlineData("UH", SignatureOrigin.Own)]
    [InlineData("UC", SignatureOrigin.Own)]
    [InlineData("NR", SignatureOrigin.Own)]
    [InlineData("DC", SignatureOrigin.Client)]
    [InlineData("DPE", SignatureOrigin.Client)]
    public void Upstream_of_a_gateway_in_front_is_the_service_itself(string flag, SignatureOrigin expected) =>
        Classifier.Of(new ErrorSignature(null, "503", null, flag), null).Origin.ShouldBe(expected);

    [Theory]
    [InlineData("Npgsql.NpgsqlException", "database")]
    [InlineData("com.mongodb.MongoTimeoutException", "mongodb")]
    [InlineData("redis.exceptions.ConnectionError", "redis")]
    [InlineData("org.apache.kafka.common.errors.TimeoutException", "kafka")]
    [InlineData("RabbitMQ.Client.Exceptions.BrokerUnreachableException", "rabbitmq")]
    [InlineData("Amazon.S3.AmazonS3Exception", "aws")]
    [InlineData("co.elastic.clients.elasticsearch._types.ElasticsearchException", "elasticsearch")]
    [InlineData("Elastic.Transport.TransportException", "elasticsearch")]
    [InlineData(@"Symfony\Component\HttpClient\Exception\TransportException", "unnamed dependency")]
    [InlineData(@"Symfony\Component\Mailer\Exception\TransportException", "mail")]
    [InlineData("System.Net.Http.HttpRequestException", "unnamed dependency")]
    public void Where_no_failed_call_is_traced_the_driver_names_the_kind(string type, string expected) =>
        Classifier.Of(new ErrorSignature(type, "500", null), null).Dependency.ShouldBe(expected);

    [Fact]
    public void No_shipped_rule_is_a_bypass_and_no_shipped_policy_has_other_rules()
    {
        foreach (var policy in new[] { "http-default", "http-fix", "grpc-default", "flagger-default" }.Select(Plans.Shipped))
        {
            policy.Attribution.Signatures.ShouldNotBeEmpty();
            policy.Attribution.Signatures.ShouldAllBe(rule => rule.Origin != SignatureOrigin.Bypass && rule.Position.File == "signatures.yaml");
        }
    }
}
