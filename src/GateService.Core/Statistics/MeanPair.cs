namespace GateService.Core.Statistics;

/// <summary>Sample size, mean and sample standard deviation of one slice in one bucket.</summary>
public readonly record struct SampleMean(double Size, double Mean, double Deviation)
{
    /// <summary>Of several samples, as if they were one.</summary>
    public static SampleMean Of(IEnumerable<SampleMean> samples)
    {
        List<SampleMean> known = [.. samples.Where(sample => sample.Size > 0)];
        var size = known.Sum(sample => sample.Size);
        var mean = size > 0 ? known.Sum(sample => sample.Size * sample.Mean) / size : 0;
        var variance = size > 0 ? known.Sum(sample => sample.Size * ((sample.Deviation * sample.Deviation) + ((sample.Mean - mean) * (sample.Mean - mean)))) / size : 0;
        return new SampleMean(size, mean, Math.Sqrt(variance));
    }
}

/// <summary>One bucket of means in both slices. Without a control stable's size is 0.</summary>
public readonly record struct MeanPair(SampleMean Canary, SampleMean Stable);
