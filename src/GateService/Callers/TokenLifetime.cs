using Microsoft.IdentityModel.Tokens;

namespace GateService.Callers;

/// <summary>When a signed token holds, by the clock that everything else goes by.</summary>
internal static class TokenLifetime
{
    /// <summary>How far clocks may differ.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    public static LifetimeValidator By(TimeProvider time) => (from, to, _, _) => IsNow(from, to, time.GetUtcNow().UtcDateTime);

    private static bool IsNow(DateTime? from, DateTime? to, DateTime now) =>
        to is not { } end ? throw new SecurityTokenNoExpirationException()
        : end + Skew <= now ? throw new SecurityTokenExpiredException { Expires = end }
        : from is { } begin && begin - Skew > now ? throw new SecurityTokenNotYetValidException { NotBefore = begin }
        : true;
}
