using System.Globalization;

namespace GateService.Gates;

/// <summary>Why there is no answer within the deadline, in words. It counts from when a question came in: what went before judging began is nobody's fault who is judged.</summary>
internal static class LateAnswer
{
    /// <summary>So much is worth a word.</summary>
    private static readonly TimeSpan Much = TimeSpan.FromSeconds(1);

    /// <param name="total">The deadline.</param>
    /// <param name="before">What of it was gone before judging began.</param>
    /// <param name="isAsking">Whether New Relic was being asked.</param>
    public static string Words(TimeSpan total, TimeSpan before, bool isAsking)
    {
        var gone = before < Much ? "" : string.Create(CultureInfo.InvariantCulture, $", of which {before.TotalSeconds:0.#} s were gone before judging began (the token's issuer, the turn, the store)");
        return string.Create(CultureInfo.InvariantCulture, $"the gate did not get an answer together within its deadline of {total.TotalSeconds:0.#} s{gone}{(isAsking ? ", while its questions to New Relic were under way" : "")}");
    }
}
