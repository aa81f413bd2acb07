namespace GateService.Flagger;

/// <summary>What a webhook of Flagger decides; Flagger itself does not say which of its types is calling.</summary>
internal enum FlaggerHook
{
    /// <summary>Goes on, or counts a failed check.</summary>
    Rollout,

    /// <summary>Goes on, or waits without counting.</summary>
    Confirm,

    /// <summary>Inverted: a 2xx rolls back at once.</summary>
    Rollback,
}
