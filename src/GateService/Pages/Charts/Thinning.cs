namespace GateService.Pages.Charts;

/// <summary>Leaves out what a chart has no room for, and never what tells: first and last stay, every change stays, and of each stretch the worst.</summary>
internal static class Thinning
{
    /// <summary>At most <paramref name="most"/> of <paramref name="all"/>, in their order.</summary>
    /// <param name="all">In order.</param>
    /// <param name="most">At least 2.</param>
    /// <param name="same">Whether two neighbours say the same; both sides of a change stay, the newest first, as long as there is room.</param>
    /// <param name="badness">The larger the worse; not a number where there is none.</param>
    public static IReadOnlyList<T> Of<T>(IReadOnlyList<T> all, int most, Func<T, T, bool> same, Func<T, double> badness)
    {
        if (all.Count <= most)
        {
            return all;
        }

        var kept = new SortedSet<int> { 0, all.Count - 1 };
        foreach (var index in Enumerable.Range(1, all.Count - 1).Reverse().Where(index => !same(all[index - 1], all[index])))
        {
            if (kept.Count + 2 > most)
            {
                break;
            }

            kept.Add(index - 1);
            kept.Add(index);
        }

        var stretches = most - kept.Count;
        for (var stretch = 0; stretch < stretches; stretch++)
        {
            var (begin, end) = (stretch * all.Count / stretches, (stretch + 1) * all.Count / stretches);
            kept.Add(Enumerable.Range(begin, end - begin).MaxBy(index => double.IsNaN(badness(all[index])) ? double.NegativeInfinity : badness(all[index])));
        }

        return [.. kept.Select(index => all[index])];
    }
}
