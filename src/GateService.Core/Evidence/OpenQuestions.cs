namespace GateService.Core.Evidence;

/// <summary>What is still to be asked once the objectives are answered, because it could change what is concluded of them or what is said about it.</summary>
/// <param name="Errors">Whose fault failed requests are, which of them were expected, and where the time goes.</param>
/// <param name="Lines">What error lines say.</param>
/// <param name="Restarts">Whether stable's pods restarted too.</param>
public sealed record OpenQuestions(bool Errors, bool Lines, bool Restarts)
{
    public static OpenQuestions None { get; } = new(false, false, false);

    public static OpenQuestions All { get; } = new(true, true, true);
}
