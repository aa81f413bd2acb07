namespace GateService.Doctor;

/// <summary>The state of a whole walk is that of its worst step.</summary>
internal static class CheckupWorst
{
    private static readonly CheckupState[] FromBest = [CheckupState.Fine, CheckupState.Note, CheckupState.Unknown, CheckupState.Gap, CheckupState.Wrong];

    public static CheckupState Of(IEnumerable<CheckupStep> steps) => FromBest[steps.Max(step => Array.IndexOf(FromBest, step.State))];
}
