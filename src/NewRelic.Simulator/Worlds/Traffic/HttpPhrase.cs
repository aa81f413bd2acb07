using Microsoft.AspNetCore.WebUtilities;

namespace NewRelic.Simulator.Worlds.Traffic;

/// <summary>The phrase beside a status.</summary>
internal static class HttpPhrase
{
    public static string Of(int status) => status == 499 ? "Client Closed Request" : ReasonPhrases.GetReasonPhrase(status);
}
