namespace GateService.Rations;

/// <summary>Where replicas note what they take of an account's minute, so that together they take no more than it has, and no team more than its share.</summary>
internal interface IQueryLedger
{
    /// <summary>Notes that this replica takes so many more; negative numbers give back. Null where nobody can say in time: then a replica keeps to its own share.</summary>
    /// <param name="account">New Relic's id.</param>
    /// <param name="minute">Since 1970.</param>
    /// <param name="steps">Queries for steps.</param>
    /// <param name="background">Queries beside the steps.</param>
    /// <param name="teams">What teams asked this replica for since it was last noted.</param>
    /// <param name="ct">The caller's.</param>
    Task<LedgerPage?> TakeAsync(int account, long minute, long steps, long background, IReadOnlyList<TeamMinute> teams, CancellationToken ct);
}
