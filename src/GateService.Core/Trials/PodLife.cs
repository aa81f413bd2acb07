using GateService.Core.Evidence;

namespace GateService.Core.Trials;

/// <summary>
/// A stretch in which one pod served: from its first request to its last, or to a standstill, behind which it is as young as a new one. A busy pod that has no request in
/// a bucket in which others were asked has restarted.
/// </summary>
/// <param name="Pod">Whose.</param>
/// <param name="First">Index of the first cell it served in.</param>
/// <param name="Last">Index of the last.</param>
internal sealed record PodLife(PodSeries Pod, int First, int Last)
{
    /// <summary>Requests in a cell, on the average, from which on a cell without any is no chance though they come in clusters.</summary>
    private const double Busy = 30;

    /// <param name="pod">Cell by cell.</param>
    /// <param name="isServed">Whether somebody else served in a cell; a service that nobody asks tells nothing.</param>
    public static IReadOnlyList<PodLife> Of(PodSeries pod, Func<int, bool> isServed)
    {
        var seen = pod.Cells.Index().Where(cell => cell.Item.Exposure > 0).Select(cell => cell.Index).ToList();
        var isBusy = pod.Cells.Sum(cell => cell.Exposure) >= Busy * seen.Count;
        var lives = new List<PodLife>();
        foreach (var t in seen)
        {
            if (lives is [.., var life] && !(isBusy && Enumerable.Range(life.Last + 1, t - life.Last - 1).Any(isServed)))
            {
                lives[^1] = life with { Last = t };
            }
            else
            {
                lives.Add(new PodLife(pod, t, t));
            }
        }

        return lives;
    }
}
