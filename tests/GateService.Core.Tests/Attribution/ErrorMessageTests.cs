using GateService.Core.Evidence;

namespace GateService.Core.Tests.Attribution;

/// <summary>Messages as forty libraries build them, and what is left of each when another request says the same.</summary>
public sealed class ErrorMessageTests
{
    [Theory]
    [InlineData("""I/O error on GET request for "http://pay:8080/v1/c/8841": Connection refused""", """I/O error on GET request for "*": Connection refused""")] // 1
    [InlineData(@"503 Service Unavailable: ""{""traceId"":""9f3c21"",""msg"":""busy""}""", @"503 Service Unavailable: ""*""")] // 2
    [InlineData(@"502 Bad Gateway from POST http://pay/v1/c/77?k=a1", @"502 Bad Gateway from POST *")] // 3
    [InlineData(@"finishConnect(..) failed: Connection refused: pay/10.96.7.21:8080", @"finishConnect(..) failed: Connection refused: *")] // 4
    [InlineData("""[503 Service Unavailable] during [GET] to [http://stock/v2/i/991] [StockClient#get(String)]: [{"id":"c0ffee"}]""", @"[503 Service Unavailable] during [GET] to [*] [StockClient#get(String)]: [*]")] // 5
    [InlineData(@"Read timed out executing GET http://stock/v2/i/991", @"Read timed out executing GET *")] // 6
    [InlineData(@"Read timed out", @"Read timed out")] // 7
    [InlineData(@"Connect to http://pay:8080 [pay/10.96.7.21] failed: Connection refused", @"Connect to * [*] failed: Connection refused")] // 8
    [InlineData(@"HikariPool-1 - Connection is not available, request timed out after 30003ms (total=10, active=10, idle=0, waiting=37)", @"HikariPool-* - Connection is not available, request timed out after *ms (total=*, active=*, idle=*, waiting=*)")] // 9
    [InlineData("""ERROR: duplicate key value violates unique constraint "orders_pkey" Detail: Key (id)=(88412) already exists.""", """ERROR: duplicate key value violates unique constraint "orders_pkey" Detail: Key (id)=(*) already exists.""")] // 10
    [InlineData(@"Communications link failure The last packet successfully received from the server was 10,012 milliseconds ago.", @"Communications link failure The last packet successfully received from the server was * milliseconds ago.")] // 11
    [InlineData(@"Index 7 out of bounds for length 7", @"Index * out of bounds for length *")] // 12
    [InlineData(@"Expiring 12 record(s) for orders-3:120015 ms has passed since batch creation", @"Expiring * record(s) for * ms has passed since batch creation")] // 13
    [InlineData(@"Offset commit cannot be completed ... generation 41 member consumer-1-4d1f", @"Offset commit cannot be completed ... generation * member consumer-*-*")] // 14
    [InlineData(@"DEADLINE_EXCEEDED: deadline exceeded after 1.999812s. [closed=[], open=[[remote_addr=rates/10.96.3.9:50051]]]", @"DEADLINE_EXCEEDED: deadline exceeded after *s. [closed=[], open=[[remote_addr=*]]]")] // 15
    [InlineData(@"UNAVAILABLE: io exception Channel Pipeline: [SslHandler#0, ProtocolNegotiators$ClientTlsHandler#0]", @"UNAVAILABLE: io exception Channel Pipeline: [SslHandler#*, ProtocolNegotiators$ClientTlsHandler#*]")] // 16
    [InlineData(@"Access Denied (Service: S3, Status Code: 403, Request ID: 7Q2M1X8Y, Extended Request ID: kL9z...)", @"Access Denied (Service: S3, Status Code: 403, Request ID: *, Extended Request ID: *)")] // 17
    [InlineData(@"CircuitBreaker 'pay' is OPEN and does not permit further calls", @"CircuitBreaker 'pay' is OPEN and does not permit further calls")] // 18
    [InlineData(@"Connection refused (pay.shop.svc.cluster.local:8080)", @"Connection refused (*)")] // 19
    [InlineData(@"The request was canceled due to the configured HttpClient.Timeout of 30 seconds elapsing.", @"The request was canceled due to the configured HttpClient.Timeout of * seconds elapsing.")] // 20
    [InlineData(@"Transaction (Process ID 71) was deadlocked on lock resources with another process ...", @"Transaction (Process ID *) was deadlocked on lock resources with another process ...")] // 21
    [InlineData(@"23505: duplicate key value violates unique constraint ""ix_user_mail""", @"23505: duplicate key value violates unique constraint ""ix_user_mail""")] // 22
    [InlineData(@"Failed to connect to 10.0.3.7:5432", @"Failed to connect to *")] // 23
    [InlineData(@"Timeout performing GET cart:8841 (5000ms), next: GET cart:9, inst: 3, qu: 0, qs: 41, aw: False, rs: ReadAsync", @"Timeout performing GET * (*ms), next: GET *, inst: *, qu: *, qs: *, aw: False, rs: ReadAsync")] // 24
    [InlineData("""Status(StatusCode="Unavailable", Detail="Error connecting to subchannel.", DebugException="System.Net.Sockets.SocketException: Connection refused")""", """Status(StatusCode="Unavailable", Detail="Error connecting to subchannel.", DebugException="System.Net.Sockets.SocketException: Connection refused")""")] // 25
    [InlineData(@"The circuit is now open and is not allowing calls. It can be retried after '00:00:28.4410033'.", @"The circuit is now open and is not allowing calls. It can be retried after '*'.")] // 26
    [InlineData("""Get "http://index:9200/_search?q=a": dial tcp 10.96.4.4:9200: connect: connection refused""", """Get "*": dial tcp *: connect: connection refused""")] // 27
    [InlineData("""Post "http://pay/charge": context deadline exceeded (Client.Timeout exceeded while awaiting headers)""", """Post "*": context deadline exceeded (Client.Timeout exceeded while awaiting headers)""")] // 28
    [InlineData(@"read tcp 10.1.2.3:51844->10.96.4.4:9200: read: connection reset by peer", @"read tcp *->*: read: connection reset by peer")] // 29
    [InlineData(@"connection error: desc = ""transport: Error while dialing: dial tcp 10.96.3.9:50051: i/o timeout""", @"connection error: desc = ""transport: Error while dialing: dial tcp *: i/o timeout""")] // 30
    [InlineData(@"ERROR: canceling statement due to statement timeout (SQLSTATE 57014)", @"ERROR: canceling statement due to statement timeout (SQLSTATE 57014)")] // 31
    [InlineData(@"connect ECONNREFUSED 10.96.7.21:8080", @"connect ECONNREFUSED *")] // 32
    [InlineData(@"timeout of 3000ms exceeded", @"timeout of *ms exceeded")] // 33
    [InlineData(@"fetch failed (cause: getaddrinfo EAI_AGAIN catalog)", @"fetch failed (cause: getaddrinfo EAI_AGAIN catalog)")] // 34
    [InlineData(@"read ECONNRESET / 14 UNAVAILABLE: No connection established. Last error: connect ECONNREFUSED 10.96.3.9:50051 (2026-11-28T14:00:00.120Z)", @"read ECONNRESET / * UNAVAILABLE: No connection established. Last error: connect ECONNREFUSED * (*)")] // 35
    [InlineData(@"HTTPConnectionPool(host='tax', port=80): Max retries exceeded with url: /v1/t/88 (Caused by NewConnectionError('<urllib3.connection.HTTPConnection object at 0x7f2c1a0d5e80>: Failed to establish a new connection: [Errno 111] Connection refused'))", @"HTTPConnectionPool(host='tax', port=*): Max retries exceeded with url: * (Caused by NewConnectionError('<urllib3.connection.HTTPConnection object at *>: Failed to establish a new connection: [Errno 111] Connection refused'))")] // 36
    [InlineData(@"QueuePool limit of size 5 overflow 10 reached, connection timed out, timeout 30.00", @"QueuePool limit of size * overflow * reached, connection timed out, timeout *")] // 37
    [InlineData(@"An error occurred (SlowDown) when calling the PutObject operation (reached max retries: 4): Please reduce your request rate.", @"An error occurred (SlowDown) when calling the PutObject operation (reached max retries: *): Please reduce your request rate.")] // 38
    [InlineData(@"Failed to open TCP connection to stripe.example:443 (execution expired)", @"Failed to open TCP connection to * (execution expired)")] // 39
    [InlineData(@"Uncaught exception 'PDOException' with message 'SQLSTATE[23000]: ... Duplicate entry '88-41' for key 'orders.PRIMARY'' in /app/vendor/x/Connection.php:712", @"Uncaught exception 'PDOException' with message 'SQLSTATE[23000]: ... Duplicate entry '*' for key 'orders.PRIMARY'' in */Connection.php:*")] // 40
    public void What_varies_from_request_to_request_is_left_out(string raw, string stable) => ErrorMessage.Stable(raw).ShouldBe(stable);

    [Theory]
    [InlineData("Order 8841 has no currency", "Order 17 has no currency")]
    [InlineData("I/O error on GET request for \"http://pay:8080/v1/c/8841\": Connection refused", "I/O error on GET request for \"http://pay:8080/v1/c/7\": Connection refused")]
    [InlineData("timeout of 3000ms exceeded", "timeout of 250ms exceeded")]
    [InlineData("member consumer-1-4d1f left", "member consumer-12-9c0e left")]
    public void Two_requests_of_the_same_error_say_the_same(string one, string other) => ErrorMessage.Stable(one).ShouldBe(ErrorMessage.Stable(other));

    [Theory]
    [InlineData("ORA-00001: unique constraint (SHOP.PK) violated")]
    [InlineData("Response status code does not indicate success: 503 (Service Unavailable).")]
    [InlineData("SQLSTATE[HY000] [2002] Connection refused")]
    [InlineData("Object reference not set to an instance of an object.")]
    public void What_tells_one_error_from_another_stays(string message) => ErrorMessage.Stable(message).ShouldBe(message);

    [Fact]
    public void What_is_stable_stays_as_it_is()
    {
        foreach (var once in new[] { "Order 8841 has no currency", "connect ECONNREFUSED 10.96.7.21:8080", "request timed out after 30003ms (total=10, active=10)" }.Select(ErrorMessage.Stable))
        {
            ErrorMessage.Stable(once).ShouldBe(once);
        }
    }

    [Fact]
    public void A_long_message_is_cut_and_no_pattern_loses_itself_in_it() => ErrorMessage.Stable(string.Concat(Enumerable.Repeat("a.b-c/d:e=1 ", 10_000))).Length.ShouldBeLessThanOrEqualTo(1_024);

    [Theory]
    [InlineData("System.TimeoutException", "504", "TimeoutException 504")]
    [InlineData("500", "500", "500")]
    [InlineData("503", "500", "503 500")]
    [InlineData(null, "500", "unclassified 500")]
    public void A_type_that_is_the_status_is_said_once(string? type, string status, string said) => new ErrorSignature(type, status, null).Said.ShouldBe(said);

    [Theory]
    [InlineData("java.net.SocketTimeoutException", "SocketTimeoutException")]
    [InlineData("requests.exceptions:ReadTimeout", "ReadTimeout")]
    [InlineData("builtins:KeyError", "KeyError")]
    [InlineData("Net::ReadTimeout", "ReadTimeout")]
    [InlineData(@"Illuminate\Database\QueryException", "QueryException")]
    [InlineData("org.springframework.web.client.HttpClientErrorException$BadRequest", "HttpClientErrorException$BadRequest")]
    [InlineData("gRPC Status: Internal", "gRPC Status: Internal")]
    [InlineData("Custom Error", "Custom Error")]
    [InlineData("App::", "App::")]
    public void A_class_is_said_without_its_namespace_in_every_language(string type, string said) => new ErrorSignature(type, null, null).Said.ShouldBe(said);
}
