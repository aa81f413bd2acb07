using GateService.Core.Verdicts;

namespace GateService.Wire;

/// <summary>Where a class of errors is counted: whose fault it is, or left out of account.</summary>
public enum ErrorOrigin
{
    /// <summary>The change's.</summary>
    SelfInflicted,

    /// <summary>A dependency's, the clients' or the platform's: excused.</summary>
    Upstream,

    /// <summary>Not shown.</summary>
    Undetermined,

    /// <summary>Left out of account by a reviewed rule of the policy.</summary>
    Bypassed,
}

/// <summary>From whose fault to where it is counted.</summary>
internal static class ErrorOrigins
{
    public static ErrorOrigin Of(Fault fault) => fault switch
    {
        Fault.SelfInflicted => ErrorOrigin.SelfInflicted,
        Fault.Upstream => ErrorOrigin.Upstream,
        Fault.Undetermined => ErrorOrigin.Undetermined,
    };
}
