namespace NewRelic.Simulator.Worlds.Traffic;

/// <summary>How one request went. Durations in seconds.</summary>
/// <param name="Duration">All of it.</param>
/// <param name="Database">Its calls of the database.</param>
/// <param name="Payments">Its calls of payments-api.</param>
/// <param name="Inventory">Its calls of inventory-api.</param>
/// <param name="Status">What it answered.</param>
/// <param name="Failure">Null: no error.</param>
internal sealed record RequestOutcome(double Duration, Calls Database, Calls Payments, Calls Inventory, int Status, Failure? Failure)
{
    public int ExternalCalls => Payments.Count + Inventory.Count;

    public double ExternalDuration => Payments.Duration + Inventory.Duration;
}

/// <summary>Calls of one dependency in one request.</summary>
/// <param name="Count">How many.</param>
/// <param name="Duration">All of them together, in seconds.</param>
/// <param name="Failure">How the last of them failed; null: it did not.</param>
/// <param name="Status">What the last of them answered; null: nothing, or no HTTP.</param>
internal readonly record struct Calls(int Count, double Duration, Failure? Failure = null, int? Status = null);
