namespace GateService.History;

/// <summary>Room is shared as water finds its level: who holds less than its share keeps all of it, and the others hold alike.</summary>
internal static class FairShare
{
    /// <summary>What each may hold at most, so that all of them hold <paramref name="most"/>; infinite where they hold no more.</summary>
    public static double Level(IReadOnlyList<long> holdings, long most)
    {
        double left = most;
        foreach (var (index, holding) in holdings.Order().Index())
        {
            var share = left / (holdings.Count - index);
            if (holding > share)
            {
                return share;
            }

            left -= holding;
        }

        return double.PositiveInfinity;
    }
}
