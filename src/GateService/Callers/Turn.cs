using System.Threading.RateLimiting;

namespace GateService.Callers;

/// <summary>What came of waiting for a turn.</summary>
internal abstract record Turn
{
    private Turn()
    {
    }

    /// <summary>Gives back what was taken, the last first.</summary>
    public static void End(IReadOnlyList<RateLimitLease> leases)
    {
        foreach (var lease in leases.Reverse())
        {
            lease.Dispose();
        }
    }

    /// <summary>It may be evaluated until this is disposed of.</summary>
    internal sealed record Given(IReadOnlyList<RateLimitLease> Leases) : Turn, IDisposable
    {
        public void Dispose() => End(Leases);
    }

    /// <param name="Field">Whose limit it is: <c>token</c>, <c>team</c> or <c>gate</c>.</param>
    /// <param name="Why">With the limit, to be read behind the field.</param>
    internal sealed record Shed(string Field, string Why) : Turn;
}
