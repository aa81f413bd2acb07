namespace NewRelic.Simulator.Worlds.Traffic;

/// <summary>What was asked of the service, as each protocol names it.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path as it was asked, such as <c>/orders/42</c>.</param>
/// <param name="Template">Path as the framework routes it, such as <c>/orders/{id}</c>.</param>
/// <param name="Rpc">Method of the gRPC service.</param>
/// <param name="Queue">Topic, queue or job.</param>
internal sealed record Route(string Method, string Path, string Template, string Rpc, string Queue)
{
    public const string RpcService = "shop.Checkout";
    public const string HealthService = "grpc.health.v1.Health";

    public static readonly IReadOnlyList<Route> OfUsers =
    [
        new("GET", "/orders/42", "/orders/{id}", "GetOrder", "orders"),
        new("POST", "/orders", "/orders", "PlaceOrder", "orders"),
        new("GET", "/items/9", "/items/{id}", "GetItem", "items"),
        new("GET", "/prices", "/prices", "ListPrices", "prices"),
    ];

    public static readonly Route Job = new("POST", "/", "/", "Run", "mails");

    /// <summary>The resource: <c>orders</c> of <c>/orders/{id}</c>.</summary>
    public string Resource => Template.Trim('/').Split('/')[0];

    public string Service => Rpc == "Check" ? HealthService : RpcService;

    public static Route Probe(string path) => new("GET", path, path, "Check", "");
}
