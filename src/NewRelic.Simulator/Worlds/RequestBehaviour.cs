using NewRelic.Simulator.Worlds.Traffic;

namespace NewRelic.Simulator.Worlds;

/// <summary>Throws the dice for one request of the judged service.</summary>
internal static class RequestBehaviour
{
    private const double NotFound = 0.004;
    private const double CallPayments = 0.6;
    private const double CallInventory = 0.3;

    public static RequestOutcome Decide(Behaviour behaviour, Dice dice)
    {
        var fails = dice.Chance(behaviour.DependencyFailures);
        var payments = Payments(behaviour, calls: dice.Chance(CallPayments) || fails, fails, dice);
        var inventory = dice.Chance(CallInventory) ? new Calls(1, behaviour.Starvation * dice.LogNormal(0.02, 0.5), Status: 200) : default;
        var database = Database(behaviour, dice);
        var own = dice.LogNormal(0.07, 0.55) * behaviour.OwnSlowness * Math.Sqrt(behaviour.Starvation);
        var failure = payments.Failure ?? database.Failure ?? Own(behaviour, dice);
        var status = failure?.Status ?? (dice.Chance(NotFound) ? 404 : 200);
        return new RequestOutcome(own + database.Duration + payments.Duration + inventory.Duration, database, payments, inventory, status, failure);
    }

    private static Failure? Own(Behaviour behaviour, Dice dice) => dice.Chance(behaviour.OwnErrors) ? behaviour.OwnError
        : dice.Chance(Behaviour.OrdinaryErrors) ? new Failure("System.TimeoutException", "The operation has timed out.", Cause: Cause.Hiccup)
        : null;

    private static Calls Payments(Behaviour behaviour, bool calls, bool fails, Dice dice)
    {
        if (!calls)
        {
            return default;
        }

        var count = Rounded(behaviour.ExternalCalls, dice);
        var duration = count * behaviour.Starvation * dice.LogNormal(0.03, 0.5);
        if (!fails)
        {
            return new Calls(count, duration, Status: 200);
        }

        if (behaviour.GivesUpAfter > 0)
        {
            return new Calls(count, duration + behaviour.GivesUpAfter, new Failure(
                "System.Threading.Tasks.TaskCanceledException",
                $"The request was canceled due to the configured HttpClient.Timeout of {behaviour.GivesUpAfter.ToString(System.Globalization.CultureInfo.InvariantCulture)} seconds elapsing.",
                504,
                behaviour.FailuresComeFrom,
                Cause.DependencyTimedOut));
        }

        var (status, phrase) = dice.Chance(0.8) ? (503, "Service Unavailable") : (502, "Bad Gateway");
        return new Calls(count, duration, new Failure(
            "System.Net.Http.HttpRequestException", $"Response status code does not indicate success: {status} ({phrase}).", status, behaviour.FailuresComeFrom, Cause.DependencyAnswered), status);
    }

    private static Calls Database(Behaviour behaviour, Dice dice)
    {
        var count = Rounded(behaviour.DatabaseCalls * (1 + (int)(dice.Uniform() * 3)), dice);
        var slow = dice.Chance(behaviour.SlowPlans);
        var duration = slow ? dice.LogNormal(1.7, 0.4) : behaviour.Starvation * dice.LogNormal(0.02, 0.6);
        return dice.Chance(behaviour.DatabaseFailures)
            ? new Calls(count, duration + 1, new Failure(
                "Npgsql.NpgsqlException",
                "The connection pool has been exhausted, either raise 'Max Pool Size' (currently 100) or 'Timeout' (currently 1 seconds)",
                500,
                behaviour.FailuresComeFrom,
                Cause.Database))
            : new Calls(count, duration);
    }

    /// <summary>2.6 calls are two or three.</summary>
    private static int Rounded(double calls, Dice dice) => (int)Math.Floor(calls) + (dice.Chance(calls - Math.Floor(calls)) ? 1 : 0);
}
