namespace NewRelic.Simulator.Worlds.Traffic;

/// <summary>How a request failed.</summary>
/// <param name="Type">Exception class.</param>
/// <param name="Message">Its message.</param>
/// <param name="Status">What the service answered.</param>
/// <param name="Origin">The truth: <see cref="Self"/>, <see cref="Upstream"/> or <see cref="Client"/>.</param>
/// <param name="Cause">Why, for those who say it in other words.</param>
internal sealed record Failure(string Type, string Message, int Status = 500, string Origin = Failure.Self, Cause Cause = Cause.Bug)
{
    public const string Self = "selfInflicted";
    public const string Upstream = "upstream";
    public const string Client = "client";
}
