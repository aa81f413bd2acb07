namespace GateService.Core.Evidence;

/// <summary>One cell of timeslices.</summary>
/// <param name="Requests">Counted in it.</param>
/// <param name="HostMinutes">Hosts that reported, times the minutes of the cell.</param>
public sealed record TimesliceCount(double Requests, double HostMinutes);
