namespace GateService.Doctor;

/// <summary>How it stands with one thing on the way to a verdict.</summary>
public enum CheckupState
{
    /// <summary>As it should be.</summary>
    Fine,

    /// <summary>Worth knowing; nothing needs to be done.</summary>
    Note,

    /// <summary>Some of what could be judged cannot be.</summary>
    Gap,

    /// <summary>Nothing can be judged before it is mended.</summary>
    Wrong,

    /// <summary>It could not be asked.</summary>
    Unknown,
}
