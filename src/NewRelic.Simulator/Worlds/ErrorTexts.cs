using NewRelic.Simulator.Worlds.Traffic;

namespace NewRelic.Simulator.Worlds;

/// <summary>
/// How libraries word their errors: forty patterns with ids, addresses, times and counters in them, and for every language one plain text per cause.
/// The first of a language and cause is what it says where messages do not vary.
/// </summary>
internal static class ErrorTexts
{
    public static readonly IReadOnlyList<ErrorText> All =
    [
        .. Java(), .. DotNet(), .. Go(), .. Node(), .. Python(), .. Ruby(), .. Php(),
    ];

    private static readonly ILookup<(string Language, Cause Cause), ErrorText> ByCause = All.ToLookup(text => (text.Language, text.Cause));

    /// <param name="dice">Null: always the same words.</param>
    public static ErrorText Of(string language, Cause cause, Dice? dice)
    {
        IReadOnlyList<ErrorText> texts = [.. ByCause[(language, cause)]];
        return dice is null ? texts[0] : dice.Pick(texts);
    }

    private static ErrorText[] Java() =>
    [
        new(0, "java", Cause.Bug, "java.lang.IllegalStateException", "Order {id} has no currency"),
        new(10, "java", Cause.Bug, "org.postgresql.util.PSQLException", """ERROR: duplicate key value violates unique constraint "orders_pkey" Detail: Key (id)=({id}) already exists."""),
        new(12, "java", Cause.Bug, "java.lang.ArrayIndexOutOfBoundsException", "Index {n} out of bounds for length {n}"),
        new(0, "java", Cause.Hiccup, "java.util.concurrent.TimeoutException", "Did not observe any item within {ms}ms"),
        new(2, "java", Cause.DependencyAnswered, "org.springframework.web.client.HttpServerErrorException$ServiceUnavailable", "{status} {phrase}: \"{\"traceId\":\"{hex}\",\"msg\":\"busy\"}\""),
        new(3, "java", Cause.DependencyAnswered, "org.springframework.web.reactive.function.client.WebClientResponseException$BadGateway", "{status} {phrase} from POST http://{host}/v1/c/{id}?k=a1"),
        new(5, "java", Cause.DependencyAnswered, "feign.FeignException$ServiceUnavailable", """[{status} {phrase}] during [GET] to [http://{host}/v2/i/{id}] [StockClient#get(String)]: [{"id":"{hex}"}]"""),
        new(17, "java", Cause.DependencyAnswered, "software.amazon.awssdk.services.s3.model.S3Exception", "Access Denied (Service: S3, Status Code: 403, Request ID: {hex}, Extended Request ID: {hex}{hex})"),
        new(18, "java", Cause.DependencyAnswered, "io.github.resilience4j.circuitbreaker.CallNotPermittedException", "CircuitBreaker 'pay' is OPEN and does not permit further calls"),
        new(8, "java", Cause.DependencyRefused, "org.apache.hc.client5.http.HttpHostConnectException", "Connect to http://{host}:8080 [{host}/{ip}] failed: Connection refused"),
        new(1, "java", Cause.DependencyRefused, "org.springframework.web.client.ResourceAccessException", """I/O error on GET request for "http://{host}:8080/v1/c/{id}": Connection refused"""),
        new(4, "java", Cause.DependencyRefused, "org.springframework.web.reactive.function.client.WebClientRequestException", "finishConnect(..) failed: Connection refused: {host}/{ip}:8080"),
        new(16, "java", Cause.DependencyRefused, "io.grpc.StatusRuntimeException", "UNAVAILABLE: io exception Channel Pipeline: [SslHandler#0, ProtocolNegotiators$ClientTlsHandler#0]"),
        new(7, "java", Cause.DependencyTimedOut, "java.net.SocketTimeoutException", "Read timed out"),
        new(6, "java", Cause.DependencyTimedOut, "feign.RetryableException", "Read timed out executing GET http://{host}/v2/i/{id}"),
        new(15, "java", Cause.DependencyTimedOut, "io.grpc.StatusRuntimeException", "DEADLINE_EXCEEDED: deadline exceeded after {s}s. [closed=[], open=[[remote_addr={host}/{ip}:50051]]]"),
        new(9, "java", Cause.Database, "java.sql.SQLTransientConnectionException", "HikariPool-1 - Connection is not available, request timed out after {ms}ms (total=10, active=10, idle=0, waiting={n})"),
        new(11, "java", Cause.Database, "com.mysql.cj.jdbc.exceptions.CommunicationsException", "Communications link failure The last packet successfully received from the server was {ms} milliseconds ago."),
        new(0, "java", Cause.BadInput, "java.lang.IllegalArgumentException", "quantity must be positive: -{n}"),
        new(0, "java", Cause.Expected, "com.shop.OutOfStockException", "SKU 99-{n} is out of stock"),
        new(0, "java", Cause.HungUp, "org.apache.catalina.connector.ClientAbortException", "java.io.IOException: Broken pipe"),
        new(13, "java", Cause.Background, "org.apache.kafka.common.errors.TimeoutException", "Expiring {n} record(s) for orders-3:{ms} ms has passed since batch creation"),
        new(14, "java", Cause.Background, "org.apache.kafka.clients.consumer.CommitFailedException", "Offset commit cannot be completed since the consumer is not part of an active group, generation {n} member consumer-1-{hex}"),
    ];

    private static ErrorText[] DotNet() =>
    [
        new(0, "dotnet", Cause.Bug, "System.NullReferenceException", "Object reference not set to an instance of an object."),
        new(22, "dotnet", Cause.Bug, "Npgsql.PostgresException", "23505: duplicate key value violates unique constraint \"ix_user_mail\""),
        new(0, "dotnet", Cause.Hiccup, "System.TimeoutException", "The operation has timed out."),
        new(0, "dotnet", Cause.DependencyAnswered, "System.Net.Http.HttpRequestException", "Response status code does not indicate success: {status} ({phrase})."),
        new(26, "dotnet", Cause.DependencyAnswered, "Polly.CircuitBreaker.BrokenCircuitException", "The circuit is now open and is not allowing calls. It can be retried after '00:00:{n}.4410033'."),
        new(19, "dotnet", Cause.DependencyRefused, "System.Net.Http.HttpRequestException", "Connection refused ({host}:8080)"),
        new(25, "dotnet", Cause.DependencyRefused, "Grpc.Core.RpcException", """Status(StatusCode="Unavailable", Detail="Error connecting to subchannel.", DebugException="System.Net.Sockets.SocketException: Connection refused")"""),
        new(20, "dotnet", Cause.DependencyTimedOut, "System.Threading.Tasks.TaskCanceledException", "The request was canceled due to the configured HttpClient.Timeout of {n} seconds elapsing."),
        new(23, "dotnet", Cause.Database, "Npgsql.NpgsqlException", "Failed to connect to {ip}:5432"),
        new(21, "dotnet", Cause.Database, "Microsoft.Data.SqlClient.SqlException", "Transaction (Process ID {n}) was deadlocked on lock resources with another process and has been chosen as the deadlock victim."),
        new(24, "dotnet", Cause.Database, "StackExchange.Redis.RedisTimeoutException", "Timeout performing GET cart:{id} (5000ms), next: GET cart:{n}, inst: {n}, qu: 0, qs: {n}, aw: False, rs: ReadAsync"),
        new(0, "dotnet", Cause.BadInput, "System.ArgumentException", "Value does not fall within the expected range."),
        new(0, "dotnet", Cause.Expected, "Shop.OutOfStockException", "SKU 99-{n} is out of stock"),
        new(0, "dotnet", Cause.HungUp, "System.OperationCanceledException", "The operation was canceled."),
        new(0, "dotnet", Cause.Background, "Npgsql.NpgsqlException", "Exception while reading from stream"),
    ];

    private static ErrorText[] Go() =>
    [
        new(0, "go", Cause.Bug, "*errors.errorString", "price of order {id} is missing"),
        new(0, "go", Cause.Hiccup, "context.deadlineExceededError", "context deadline exceeded"),
        new(0, "go", Cause.DependencyAnswered, "*errors.errorString", """Get "http://{host}/v1/c/{id}": unexpected status {status}"""),
        new(27, "go", Cause.DependencyRefused, "*url.Error", """Get "http://{host}:9200/_search?q={hex}": dial tcp {ip}:9200: connect: connection refused"""),
        new(29, "go", Cause.DependencyRefused, "*net.OpError", "read tcp 10.1.2.3:51844->{ip}:9200: read: connection reset by peer"),
        new(30, "go", Cause.DependencyRefused, "gRPC Status: Unavailable", "connection error: desc = \"transport: Error while dialing: dial tcp {ip}:50051: i/o timeout\""),
        new(28, "go", Cause.DependencyTimedOut, "*url.Error", """Post "http://{host}/charge": context deadline exceeded (Client.Timeout exceeded while awaiting headers)"""),
        new(31, "go", Cause.Database, "*pgconn.PgError", "ERROR: canceling statement due to statement timeout (SQLSTATE 57014)"),
        new(0, "go", Cause.BadInput, "*strconv.NumError", """strconv.Atoi: parsing "{hex}": invalid syntax"""),
        new(0, "go", Cause.Expected, "shop.OutOfStock", "sku 99-{n} is out of stock"),
        new(0, "go", Cause.HungUp, "*errors.errorString", "context canceled"),
        new(0, "go", Cause.Background, "*net.OpError", "write tcp 10.1.2.3:51844->{ip}:9092: write: broken pipe"),
    ];

    private static ErrorText[] Node() =>
    [
        new(0, "node", Cause.Bug, "TypeError", "Cannot read properties of undefined (reading 'price')"),
        new(0, "node", Cause.Hiccup, "Error", "Timed out after {ms} ms"),
        new(0, "node", Cause.DependencyAnswered, "AxiosError", "Request failed with status code {status}"),
        new(32, "node", Cause.DependencyRefused, "AxiosError", "connect ECONNREFUSED {ip}:8080"),
        new(34, "node", Cause.DependencyRefused, "TypeError", "fetch failed (cause: getaddrinfo EAI_AGAIN {host})"),
        new(35, "node", Cause.DependencyRefused, "Error", "14 UNAVAILABLE: No connection established. Last error: connect ECONNREFUSED {ip}:50051 ({time})"),
        new(33, "node", Cause.DependencyTimedOut, "AxiosError", "timeout of {ms}ms exceeded"),
        new(0, "node", Cause.Database, "Error", "timeout exceeded when trying to connect"),
        new(0, "node", Cause.BadInput, "SyntaxError", "Unexpected token < in JSON at position {n}"),
        new(0, "node", Cause.Expected, "OutOfStockError", "SKU 99-{n} is out of stock"),
        new(0, "node", Cause.HungUp, "Error", "aborted"),
        new(0, "node", Cause.Background, "KafkaJSNumberOfRetriesExceeded", "Connection error: getaddrinfo ENOTFOUND kafka-{n}"),
    ];

    private static ErrorText[] Python() =>
    [
        new(0, "python", Cause.Bug, "builtins:KeyError", "'currency'"),
        new(0, "python", Cause.Hiccup, "builtins:TimeoutError", "timed out"),
        new(38, "python", Cause.DependencyAnswered, "botocore.exceptions:ClientError", "An error occurred (SlowDown) when calling the PutObject operation (reached max retries: {n}): Please reduce your request rate."),
        new(0, "python", Cause.DependencyAnswered, "requests.exceptions:HTTPError", "{status} Server Error: {phrase} for url: http://{host}/v1/t/{id}"),
        new(36, "python", Cause.DependencyRefused, "requests.exceptions:ConnectionError", "HTTPConnectionPool(host='{host}', port=80): Max retries exceeded with url: /v1/t/{id} (Caused by NewConnectionError('<urllib3.connection.HTTPConnection object at {address}>: Failed to establish a new connection: [Errno 111] Connection refused'))"),
        new(0, "python", Cause.DependencyTimedOut, "requests.exceptions:ReadTimeout", "HTTPConnectionPool(host='{host}', port=80): Read timed out. (read timeout={n})"),
        new(37, "python", Cause.Database, "sqlalchemy.exc:TimeoutError", "QueuePool limit of size {n} overflow 10 reached, connection timed out, timeout 30.00"),
        new(0, "python", Cause.BadInput, "builtins:ValueError", "bad address {hex}"),
        new(0, "python", Cause.Expected, "shop.errors:OutOfStock", "SKU 99-{n} is out of stock"),
        new(0, "python", Cause.HungUp, "builtins:ConnectionResetError", "[Errno 104] Connection reset by peer"),
        new(0, "python", Cause.Background, "smtplib:SMTPServerDisconnected", "Connection unexpectedly closed"),
    ];

    private static ErrorText[] Ruby() =>
    [
        new(0, "ruby", Cause.Bug, "NoMethodError", "undefined method `price' for nil"),
        new(0, "ruby", Cause.Hiccup, "Timeout::Error", "execution expired"),
        new(0, "ruby", Cause.DependencyAnswered, "RestClient::ServiceUnavailable", "{status} {phrase}"),
        new(0, "ruby", Cause.DependencyRefused, "Errno::ECONNREFUSED", "Failed to open TCP connection to {host}:443 (Connection refused - connect(2) for {ip}:443)"),
        new(39, "ruby", Cause.DependencyTimedOut, "Net::OpenTimeout", "Failed to open TCP connection to {host}:443 (execution expired)"),
        new(0, "ruby", Cause.Database, "ActiveRecord::ConnectionTimeoutError", "could not obtain a connection from the pool within 5.000 seconds (waited {s} seconds); all pooled connections were in use"),
        new(0, "ruby", Cause.BadInput, "ArgumentError", "invalid value for Integer(): \"{hex}\""),
        new(0, "ruby", Cause.Expected, "OutOfStock", "SKU 99-{n} is out of stock"),
        new(0, "ruby", Cause.HungUp, "Errno::EPIPE", "Broken pipe"),
        new(0, "ruby", Cause.Background, "Net::SMTPServerBusy", "421 try again later"),
    ];

    private static ErrorText[] Php() =>
    [
        new(40, "php", Cause.Bug, @"Illuminate\Database\QueryException", "Uncaught exception 'PDOException' with message 'SQLSTATE[23000]: Integrity constraint violation: 1062 Duplicate entry '{id}-41' for key 'orders.PRIMARY'' in /app/vendor/x/Connection.php:712"),
        new(0, "php", Cause.Hiccup, "E_WARNING", "fsockopen(): Unable to connect to {host}:80 (Connection timed out) in /app/Mail.php:{n}"),
        new(0, "php", Cause.DependencyAnswered, @"GuzzleHttp\Exception\ServerException", "Uncaught exception 'GuzzleHttp\\Exception\\ServerException' with message 'Server error: `GET http://{host}/v1/c/{id}` resulted in a `{status} {phrase}` response'"),
        new(0, "php", Cause.DependencyRefused, @"GuzzleHttp\Exception\ConnectException", "cURL error 7: Failed to connect to {host} port 80 after {n} ms: Connection refused"),
        new(0, "php", Cause.DependencyTimedOut, @"GuzzleHttp\Exception\ConnectException", "cURL error 28: Operation timed out after {ms} milliseconds with 0 bytes received"),
        new(0, "php", Cause.Database, @"Illuminate\Database\QueryException", "Uncaught exception 'PDOException' with message 'SQLSTATE[HY000] [2002] Connection refused' in /app/Db.php:41"),
        new(0, "php", Cause.BadInput, "E_WARNING", "Undefined array key \"sku{n}\" in /app/View.php:9"),
        new(0, "php", Cause.Expected, @"App\OutOfStock", "SKU 99-{n} is out of stock"),
        new(0, "php", Cause.HungUp, "E_WARNING", "Connection aborted by the client"),
        new(0, "php", Cause.Background, @"Swift_TransportException", "Connection could not be established with host {host}"),
    ];
}
