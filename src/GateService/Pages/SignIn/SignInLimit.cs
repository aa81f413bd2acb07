using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using GateService.Callers;
using Microsoft.Extensions.Options;

namespace GateService.Pages.SignIn;

/// <summary>
/// How many wrong tokens may be tried in a minute: by one address, and by all together, so that many addresses are of no use either. Right ones cost nothing, and
/// are not looked at while there were too many wrong ones.
/// </summary>
internal sealed class SignInLimit : IDisposable
{
    private const int AllTogether = 10;

    private readonly Lock _turn = new();
    private readonly PartitionedRateLimiter<string> _address;
    private readonly FixedWindowRateLimiter _all;

    public SignInLimit(IOptions<AuthOptions> options)
        : this(options.Value.SignInAttempts, TimeSpan.FromMinutes(1))
    {
    }

    internal SignInLimit(int most, TimeSpan window)
    {
        FixedWindowRateLimiterOptions Of(int permits) => new() { PermitLimit = permits, Window = window, QueueLimit = 0, AutoReplenishment = true };
        _address = PartitionedRateLimiter.Create<string, string>(address => RateLimitPartition.GetFixedWindowLimiter(address, _ => Of(most)));
        _all = new FixedWindowRateLimiter(Of(most * AllTogether));
    }

    /// <summary>Looks at a token where there may still be a wrong one; how long to wait where not, else null.</summary>
    /// <param name="from">Where it comes from.</param>
    /// <param name="look">Why the token does not do; null where it does.</param>
    /// <param name="refused">What came of it.</param>
    public TimeSpan? Try<T>(IPAddress? from, Func<T?> look, out T? refused)
        where T : struct
    {
        var key = Key(from);
        // One at a time: many at once would all be looked at before the first is found to be wrong.
        lock (_turn)
        {
            refused = null;
            using var own = _address.AttemptAcquire(key, 0);
            using var all = _all.AttemptAcquire(0);
            if (!own.IsAcquired || !all.IsAcquired)
            {
                return (own.IsAcquired ? all : own).TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromMinutes(1);
            }

            refused = look();
            if (refused is not null)
            {
                _address.AttemptAcquire(key, 1).Dispose();
                _all.AttemptAcquire(1).Dispose();
            }

            return null;
        }
    }

    public void Dispose()
    {
        _address.Dispose();
        _all.Dispose();
    }

    /// <summary>Of IPv6 a whole network: one machine has as many addresses as it likes.</summary>
    private static string Key(IPAddress? from) => from is null ? "unknown"
        : from.AddressFamily == AddressFamily.InterNetworkV6 && !from.IsIPv4MappedToIPv6 ? Convert.ToHexString(from.GetAddressBytes().AsSpan(0, 8))
        : from.ToString();
}
