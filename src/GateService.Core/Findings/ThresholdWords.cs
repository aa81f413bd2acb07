using GateService.Core.Policies;

namespace GateService.Core.Findings;

/// <summary>What a person calls a threshold.</summary>
public static class ThresholdWords
{
    public const string Limit = "limit";

    /// <summary>From there on the errors of dependencies are looked at, whoever is to blame: it limits nothing.</summary>
    public const string Floor = "floor";

    /// <summary>Beside a value that stable would limit, where nothing of stable is there.</summary>
    public const string None = "no limit: nothing of stable beside it";

    public static string Of(ObjectiveKind kind) => kind == ObjectiveKind.Dependencies ? Floor : Limit;
}
