namespace NewRelic.Simulator.Worlds.Traffic;

/// <summary>How something failed, in the words of the process's language.</summary>
/// <param name="Cause">Why.</param>
/// <param name="Class">The exception's class as the agent writes it.</param>
/// <param name="Message">Its message, variable parts and all.</param>
/// <param name="Thrown">The exception reached the agent; else the handler answered the status by itself.</param>
/// <param name="Expected">The team marked the class as expected.</param>
/// <param name="Origin">The truth: <see cref="Failure.Self"/>, <see cref="Failure.Upstream"/>, <see cref="Failure.Client"/>, or <see cref="Expectation"/>.</param>
internal sealed record Fault(Cause Cause, string Class, string Message, bool Thrown, bool Expected, string Origin)
{
    public const string Expectation = "expected";

    /// <summary>A user was failed, and not by the user's own doing.</summary>
    public bool IsServers => Origin is Failure.Self or Failure.Upstream;
}
