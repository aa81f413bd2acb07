using System.Globalization;

namespace GateService.Rations;

/// <summary>Queries that are not asked now, because the account's minute is used up.</summary>
/// <param name="Limit">Queries that this gate, all replicas together, asks in a minute.</param>
/// <param name="After">When there is a new one.</param>
/// <param name="IsShare">There are some left, for other teams.</param>
internal sealed record Refused(int Limit, TimeSpan After, bool IsShare = false)
{
    public string Said => string.Create(CultureInfo.InvariantCulture, $"busy: of {Limit:N0} NRQL queries a minute (NewRelic:QueriesPerMinute) {(IsShare ? "this team has used its share" : "none are left for this")}; ask again in {Math.Ceiling(After.TotalSeconds):0} s");
}
