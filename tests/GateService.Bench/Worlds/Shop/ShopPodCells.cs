namespace GateService.Bench.Worlds.Shop;

/// <summary>One pod minute by minute.</summary>
/// <param name="Requests">It served.</param>
/// <param name="Errors">Of those, answered 5xx.</param>
/// <param name="Failures">And those that the agent marks as an error.</param>
/// <param name="Refused">As their caller's mistake.</param>
/// <param name="LogLines">Error lines of its log.</param>
internal sealed record ShopPodCells(double[] Requests, double[] Errors, double[] Failures, double[] Refused, double[] LogLines);
