using GateService.Bench.Chance;

namespace GateService.Bench.Worlds.Shop;

/// <summary>Failed requests of one slice minute by minute, drawn pod by pod.</summary>
internal sealed class ShopPods
{
    private readonly Dictionary<ShopError, double[]> _errors = [];

    /// <param name="dice">What is thrown.</param>
    /// <param name="world">Its truth.</param>
    /// <param name="isCanary">Which slice.</param>
    /// <param name="weather">Factor on what the dependencies fail, by minute; the same for both slices.</param>
    public ShopPods(Dice dice, ShopWorld world, bool isCanary, IReadOnlyList<double> weather)
    {
        From = isCanary ? 0 : -ShopWorld.Past;
        Requests = new double[world.Length - From];
        (Refused, LogLines) = (new double[Requests.Length], new double[Requests.Length]);
        Lives = isCanary ? world.CanaryLives : [];
        Pods = Lives.Count > 0 ? Lives.Count : isCanary ? ShopWorld.CanaryPods : ShopWorld.StablePods;
        PodCells = [.. Enumerable.Range(0, Pods).Select(pod => Draw(dice, world, isCanary, weather, pod))];
    }

    /// <summary>Minute of the first entry of every array: 0 for the canary, before it for stable.</summary>
    public int From { get; }

    public int Pods { get; }

    /// <summary>From and to which minutes they serve; empty where all do all along.</summary>
    public IReadOnlyList<(int From, int To)> Lives { get; }

    public double[] Requests { get; }

    public IReadOnlyDictionary<ShopError, double[]> Errors => _errors;

    /// <summary>Those refused as their caller's mistake.</summary>
    public double[] Refused { get; }

    public double[] LogLines { get; }

    /// <summary>Requests and what became of them, pod by pod.</summary>
    public IReadOnlyList<ShopPodCells> PodCells { get; }

    /// <summary>How many of the errors of one kind there were in a minute.</summary>
    public double Count(ShopError error, int i) => _errors.TryGetValue(error, out var counts) ? counts[i] : 0;

    private ShopPodCells Draw(Dice dice, ShopWorld world, bool isCanary, IReadOnlyList<double> weather, int pod)
    {
        var slices = Enumerable.Range(From, Requests.Length).Select(t => world.At(t, isCanary)).ToList();
        var requests = slices.Select((slice, i) => Served(slice, dice.Poisson(OfPod(60 * world.RequestsPerSecond * Part(world, isCanary, From + i) * slice.Traffic, pod, From + i)))).ToArray();
        var lines = Lines(dice, world.Noise, requests, slices);
        var left = requests.ToArray();
        var payments = Fail(dice, world.Noise, left, [.. slices.Select((slice, i) => slice.DependencyFailures * weather[From + i + ShopWorld.Past])]);
        var database = Fail(dice, world.Noise, left, [.. slices.Select((slice, i) => slice.DatabaseFailures * weather[From + i + ShopWorld.Past])]);
        var own = Fail(dice, world.Noise, left, [.. slices.Select(slice => slice.OwnErrors + (pod == 0 ? slice.OwnErrorsOfOnePod : 0))]);
        var ordinary = Fail(dice, world.Noise, left, [.. slices.Select(_ => ShopSlice.OrdinaryErrors)]);
        var inventory = Fail(dice, world.Noise, left, [.. slices.Select((slice, i) => slice.InventoryFailures * weather[From + i + ShopWorld.Past])]);
        var mistakes = Fail(dice, world.Noise, left, [.. slices.Select(slice => slice.Mistakes.Share)]);
        var refused = Fail(dice, world.Noise, left, [.. slices.Select(slice => slice.Refused)]);
        for (var i = 0; i < requests.Length; i++)
        {
            BookPayments(dice, slices[i], i, payments[i]);
            Book(ShopError.Pool, i, database[i]);
            Book(ShopError.Own, i, own[i]);
            Book(ShopError.Ordinary, i, ordinary[i]);
            Book(ShopError.InventoryUnavailable, i, inventory[i]);
            Book(slices[i].Mistakes.Error ?? ShopError.Unauthorized, i, mistakes[i]);
            refused[i] += slices[i].Mistakes.Error is { IsRefusal: true } ? mistakes[i] : 0;
            var broken = slices[i].BadClientRequests / Pods;
            Book(ShopError.BadClient, i, broken);
            requests[i] += broken;
            ordinary[i] += broken;
            Requests[i] += requests[i];
            (Refused[i], LogLines[i]) = (Refused[i] + refused[i], LogLines[i] + lines[i]);
        }

        double[] errors = [.. requests.Select((_, i) => payments[i] + database[i] + own[i] + ordinary[i] + inventory[i])];
        return new ShopPodCells(requests, errors, [.. errors.Select((count, i) => count + mistakes[i])], refused, lines);
    }

    private double OfPod(double requests, int pod, int minute) => Lives.Count == 0 ? requests / Pods : ShopWorld.Serves(Lives[pod], minute) ? requests / Lives.Count(life => ShopWorld.Serves(life, minute)) : 0;

    private static double Served(ShopSlice slice, double requests) => slice.IsSilent ? 0 : requests;

    /// <summary>A request that logs an error may answer anything.</summary>
    private static double[] Lines(Dice dice, Noise noise, double[] requests, List<ShopSlice> slices) =>
        slices.Exists(slice => slice.LogLines > 0) ? noise.Play(dice, requests, [.. slices.Select(slice => slice.LogLines)], 1) : new double[requests.Length];

    private static double Part(ShopWorld world, bool isCanary, int minute) => minute < 0 ? 1
        : isCanary ? world.WeightAt(minute) / 100 * world.Routed
        : 1 - (world.WeightAt(minute) / 100 * (world.Routed > 0 && !world.HasNewClients ? world.Routed : 1));

    /// <summary>Takes the failed ones off what is left.</summary>
    private static double[] Fail(Dice dice, Noise noise, double[] left, double[] shares)
    {
        var bad = shares.Any(share => share > 0) ? noise.Play(dice, left, [.. shares.Select(share => Math.Min(1, share))], 1) : new double[left.Length];
        for (var i = 0; i < left.Length; i++)
        {
            bad[i] = Math.Min(bad[i], left[i]);
            left[i] -= bad[i];
        }

        return bad;
    }

    private void BookPayments(Dice dice, ShopSlice slice, int i, double failed)
    {
        if (slice.GivesUpAfter > 0)
        {
            Book(ShopError.TimedOut(slice.GivesUpAfter), i, failed);
            return;
        }

        var unavailable = dice.Binomial(failed, 0.8);
        Book(ShopError.Unavailable, i, unavailable);
        Book(ShopError.BadGateway, i, failed - unavailable);
    }

    private void Book(ShopError error, int i, double failed)
    {
        if (failed > 0)
        {
            if (!_errors.TryGetValue(error, out var counts))
            {
                _errors[error] = counts = new double[Requests.Length];
            }

            counts[i] += failed;
        }
    }
}
