namespace GateService.Rations;

/// <summary>What all replicas took of one account's minute, as the store knows it.</summary>
/// <param name="Steps">Queries for steps.</param>
/// <param name="Background">Queries beside the steps.</param>
/// <param name="StepsBefore">Queries for steps in the minute before.</param>
/// <param name="Replicas">That took any in the last minutes, at least 1.</param>
internal sealed record MinuteOfAccount(long Steps, long Background, long StepsBefore, long Replicas);
