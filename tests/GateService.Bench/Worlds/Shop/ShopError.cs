using GateService.Core.Evidence;

namespace GateService.Bench.Worlds.Shop;

/// <summary>A kind of failed request, as New Relic shows it.</summary>
/// <param name="Signature">What was said of it.</param>
/// <param name="Host">The dependency whose call failed in it; null where none did.</param>
internal sealed record ShopError(ErrorSignature Signature, string? Host)
{
    /// <summary>The caller's mistake: the agent marks it, and its answer is no error.</summary>
    public bool IsMistake { get; init; }

    /// <summary>Its answer refuses the request.</summary>
    public bool IsRefusal { get; init; }

    public const string Payments = "payments-api.shop.svc.cluster.local";
    public const string Inventory = "inventory-api.shop.svc.cluster.local";
    public const string Postgres = "postgres.shop.svc.cluster.local";

    public static ShopError Own { get; } = new(new("System.NullReferenceException", "500", "Object reference not set to an instance of an object."), null);

    public static ShopError Ordinary { get; } = new(new("System.TimeoutException", "500", "The operation has timed out."), null);

    public static ShopError Unavailable { get; } = new(new("System.Net.Http.HttpRequestException", "503", "Response status code does not indicate success: 503 (Service Unavailable)."), Payments);

    public static ShopError BadGateway { get; } = new(new("System.Net.Http.HttpRequestException", "502", "Response status code does not indicate success: 502 (Bad Gateway)."), Payments);

    public static ShopError Pool { get; } = new(
        new("Npgsql.NpgsqlException", "500", "The connection pool has been exhausted, either raise 'Max Pool Size' (currently 100) or 'Timeout' (currently 1 seconds)"), Postgres);

    public static ShopError BadClient { get; } = new(new("System.ArgumentException", "500", "Value does not fall within the expected range."), null);

    /// <summary>The same class and status at another address.</summary>
    public static ShopError InventoryUnavailable { get; } = Unavailable with { Host = Inventory };

    public static ShopError Unauthorized { get; } = new(new("Shop.UnauthorizedException", "401", "The token is expired."), null) { IsMistake = true, IsRefusal = true };

    public static ShopError HungUp { get; } = new(new("System.OperationCanceledException", "499", "The operation was canceled."), null) { IsMistake = true };

    public static ShopError GraphQl { get; } = new(new("GraphQLError", "200", "Cannot query field 'price' on type 'Voucher'."), null) { IsMistake = true };

    public static ShopError TimedOut(double seconds) => new(
        new("System.Threading.Tasks.TaskCanceledException", "504", FormattableString.Invariant($"The request was canceled due to the configured HttpClient.Timeout of {seconds} seconds elapsing.")), Payments);
}
