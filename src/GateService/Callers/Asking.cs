namespace GateService.Callers;

/// <summary>
/// For whom is asked, carried along with a request as its trace is: what gathers evidence knows plans and no callers, and yet an account's minute is shared by teams.
/// </summary>
internal static class Asking
{
    private static readonly AsyncLocal<(string? Team, bool IsBeside)> Current = new();

    /// <summary>Whose question it is, as <see cref="Caller.TeamKey"/>; empty where authentication is off, and in what the gate asks for itself.</summary>
    public static string Team => Current.Value.Team ?? "";

    /// <summary>No step waits for the answer, whatever it looks like.</summary>
    public static bool IsBeside => Current.Value.IsBeside;

    /// <summary>From here to the end of the request.</summary>
    public static void For(Caller? caller) => Current.Value = (caller?.TeamKey, false);

    /// <summary>From here to the end of the method that awaits: what is looked at for a person, such as by the doctor.</summary>
    public static void Beside() => Current.Value = (Current.Value.Team, true);
}
