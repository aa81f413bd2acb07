namespace GateService.Core.Statistics;

/// <summary>Means of several samples put together: sizes add up, variances within and between them too (the sums of squares of an analysis of variance).</summary>
internal static class PooledMeans
{
    public static SampleMean Of(IReadOnlyList<SampleMean> samples)
    {
        var size = samples.Sum(sample => sample.Size);
        var mean = size > 0 ? samples.Sum(sample => sample.Size * sample.Mean) / size : 0;
        var squares = samples.Where(sample => sample.Size > 0).Sum(sample =>
            ((sample.Size - 1) * sample.Deviation * sample.Deviation) + (sample.Size * (sample.Mean - mean) * (sample.Mean - mean)));
        return new SampleMean(size, mean, size > 1 ? Math.Sqrt(Math.Max(0, squares) / (size - 1)) : 0);
    }
}
