using GateService.Bench.Chance;
using GateService.Core.Evidence;
using GateService.Core.Statistics;

namespace GateService.Bench.Worlds.Shop;

/// <summary>
/// What New Relic knows of the calls of one slice: a tenth of the requests is traced, call by call; the agent's counters are on all of them. Durations are as the
/// simulator's, their means drawn as normal: there are dozens of calls in a minute.
/// </summary>
internal sealed class ShopCalls
{
    /// <summary>Lognormal durations of calls and of own code: median in seconds and deviation of the logarithm.</summary>
    private static readonly (double Median, double Deviation) PaymentsTime = (0.03, 0.5);
    private static readonly (double Median, double Deviation) InventoryTime = (0.02, 0.5);
    private static readonly (double Median, double Deviation) DatabaseTime = (0.02, 0.6);

    /// <summary>The simulator's pool waits a second before it gives up.</summary>
    private const double PoolWait = 1;

    public ShopCalls(Dice dice, ShopWorld world, bool isCanary, ShopPods pods)
    {
        var length = pods.Requests.Length;
        (Payments, Inventory, Postgres, Times) = (new CallBucket[length], new CallBucket[length], new CallBucket[length], new RequestTimes[length]);
        Links = [.. pods.Errors.Keys.Where(error => error.Host is not null).Select(error => (error, new double[length]))];
        for (var i = 0; i < length; i++)
        {
            Draw(dice, world.At(pods.From + i, isCanary), pods, i);
        }
    }

    public CallBucket[] Payments { get; }

    public CallBucket[] Inventory { get; }

    public CallBucket[] Postgres { get; }

    public RequestTimes[] Times { get; }

    /// <summary>Failed requests whose trace shows the call that failed, minute by minute.</summary>
    public IReadOnlyList<(ShopError Error, double[] Traced)> Links { get; }

    private void Draw(Dice dice, ShopSlice slice, ShopPods pods, int i)
    {
        var traced = dice.Binomial(pods.Requests[i], ShopSlice.Traced);
        foreach (var (error, links) in Links)
        {
            links[i] = Math.Min(traced, dice.Binomial(pods.Count(error, i), ShopSlice.Traced));
        }

        var payments = Math.Min(traced, Links.Where(link => link.Error.Host == ShopError.Payments).Sum(link => link.Traced[i]));
        var pool = Math.Min(traced, Links.Where(link => link.Error.Host == ShopError.Postgres).Sum(link => link.Traced[i]));
        var callers = payments + dice.Binomial(traced - payments, ShopSlice.CallPayments);
        var statements = Rounded(dice, 2 * slice.DatabaseCalls * traced, Math.Sqrt(2 / 3.0 * traced) * slice.DatabaseCalls);
        Payments[i] = Bucket(dice, Multiply(dice, callers, slice.ExternalCalls), payments, PaymentsTime, slice.GivesUpAfter / slice.ExternalCalls);
        var stock = Math.Min(traced, Links.Where(link => link.Error.Host == ShopError.Inventory).Sum(link => link.Traced[i]));
        var waits = slice.Waits.Seconds * slice.Waits.Share;
        Inventory[i] = Bucket(dice, stock + dice.Binomial(traced - stock, ShopSlice.CallInventory), stock, InventoryTime, 0);
        Postgres[i] = Bucket(dice, statements, pool, (DatabaseTime.Median / (2 * slice.DatabaseCalls), DatabaseTime.Deviation), PoolWait / (2 * slice.DatabaseCalls), waits / (2 * slice.DatabaseCalls));
        Times[i] = new RequestTimes(
            Mean(dice, pods.Requests[i], 0.14 + (slice.Cold.Share * (slice.Cold.Slowness - 1) * 0.08) + ((slice.Slowness - 1) * 0.08) + waits, 0.06),
            Mean(dice, pods.Requests[i], 0.027, 0.025),
            Mean(dice, pods.Requests[i], 0.024 + waits, 0.016),
            External(dice, pods.Requests[i], slice),
            Mean(dice, pods.Requests[i], 2 * slice.DatabaseCalls, slice.DatabaseCalls * Math.Sqrt(2 / 3.0)),
            traced);
    }

    /// <summary>Calls of other services per request, as the agent counts them on every request.</summary>
    private static SampleMean External(Dice dice, double requests, ShopSlice slice)
    {
        var fraction = slice.ExternalCalls - Math.Floor(slice.ExternalCalls);
        var square = (slice.ExternalCalls * slice.ExternalCalls) + (fraction * (1 - fraction));
        var payments = ShopSlice.CallPayments * slice.ExternalCalls;
        var variance = (ShopSlice.CallPayments * square) - (payments * payments) + (ShopSlice.CallInventory * (1 - ShopSlice.CallInventory));
        return Mean(dice, requests, payments + ShopSlice.CallInventory, Math.Sqrt(variance));
    }

    private static CallBucket Bucket(Dice dice, double calls, double failed, (double Median, double Deviation) time, double added, double waits = 0)
    {
        var mean = (time.Median * Math.Exp(time.Deviation * time.Deviation / 2)) + waits;
        var deviation = mean * Math.Sqrt(Math.Exp(time.Deviation * time.Deviation) - 1);
        var all = Mean(dice, calls, mean + (calls > 0 ? added * failed / calls : 0), deviation);
        return new CallBucket(calls, all, Mean(dice, failed, mean + added, deviation));
    }

    private static SampleMean Mean(Dice dice, double size, double mean, double deviation) =>
        size <= 0 ? default : new SampleMean(size, Math.Max(mean / 100, mean + (deviation / Math.Sqrt(size) * dice.Normal())), size > 1 ? deviation : 0);

    /// <summary>2.6 calls are two or three.</summary>
    private static double Multiply(Dice dice, double callers, double calls) =>
        (callers * Math.Floor(calls)) + dice.Binomial(callers, calls - Math.Floor(calls));

    private static double Rounded(Dice dice, double mean, double deviation) => Math.Max(0, Math.Round(mean + (deviation * dice.Normal())));
}
