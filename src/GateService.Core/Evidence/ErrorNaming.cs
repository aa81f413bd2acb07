namespace GateService.Core.Evidence;

/// <summary>
/// Gives failed requests the class and message that only their errors carry. Counts stay those of the requests: of each status, the requests whose error was
/// noticed are split by the shares that the kept errors of that status have, in the same bucket, or up to it where it kept none. Requests whose error nobody
/// noticed, and those of a status without any, stay without a class. Both slices are split by this rule alone, each by its own errors.
/// </summary>
public static class ErrorNaming
{
    /// <param name="counted">Failed requests of one slice.</param>
    /// <param name="named">Kept errors of the same slice, of the same buckets.</param>
    /// <param name="others">Kept errors too rare to be told apart, whatever their status: the same share of every split stays without a signature.</param>
    /// <param name="marksAreErrors">Nothing but the mark makes an error of this telemetry: expected ones are none then.</param>
    public static IReadOnlyList<ErrorSeries> Split(IReadOnlyList<CountedErrors> counted, IReadOnlyList<NamedErrors> named, IReadOnlyList<double> others, bool marksAreErrors)
    {
        var series = new Book(counted.Count > 0 ? counted[0].Buckets.Count : 0);
        foreach (var errors in counted)
        {
            for (var t = 0; t < errors.Buckets.Count; t++)
            {
                Split(series, errors.Signature, errors.Buckets[t], t, named, others, marksAreErrors);
            }
        }

        return series.Written;
    }

    /// <summary>The share of expected ones among kept errors, bucket by bucket: of the bucket itself, else of all up to it; null where none were kept until then.</summary>
    /// <param name="kept">All of them.</param>
    /// <param name="expected">Thereof the expected ones.</param>
    public static IReadOnlyList<double?> ExpectedShares(IReadOnlyList<double> kept, IReadOnlyList<double> expected)
    {
        var shares = new double?[kept.Count];
        var (all, some) = (0.0, 0.0);
        for (var t = 0; t < shares.Length; t++)
        {
            (all, some) = (all + kept[t], some + expected[t]);
            shares[t] = kept[t] > 0 ? Share(expected[t], kept[t]) : all > 0 ? Share(some, all) : null;
        }

        return shares;

        static double Share(double part, double whole) => Math.Clamp(part / whole, 0, 1);
    }

    private static void Split(Book series, ErrorSignature? signature, CountedError count, int t, IReadOnlyList<NamedErrors> named, IReadOnlyList<double> others, bool marksAreErrors)
    {
        if (count.Errors + count.Marked <= 0)
        {
            return;
        }

        var isClassed = signature?.Type is { } type && !ErrorSignature.IsStatus(type);
        var alike = signature is null ? [] : named.Where(name => name.Status == signature.Status && (!isClassed || name.Type == signature.Type)).ToList();
        if (alike.Where(name => name.Request is { } request && request.Message == signature!.Message).ToList() is { Count: > 0 } same)
        {
            // Told with their requests: those that say the same are named by each other, and not by all of their status.
            alike = same;
        }

        var (weights, tail) = Weights(alike, others, t);
        if (signature is null || !(weights.Sum() > 0))
        {
            series.Add(signature, t, count.Errors, count.Marked);
            return;
        }

        // A class that the requests carry is all of theirs; beside them may stand its message, and what was expected of it.
        tail = isClassed ? 0 : tail;
        var sum = weights.Sum() + tail;
        var noticed = isClassed ? count.Errors : Math.Clamp(count.Noticed - count.Marked, 0, count.Errors);
        foreach (var (name, weight) in alike.Zip(weights))
        {
            var share = weight / sum;
            series.Add(
                new ErrorSignature(name.Type, signature.Status, isClassed ? signature.Message ?? name.Message : name.Message ?? signature.Message, signature.Flag) { Rule = name.Rule },
                t,
                name.IsExpected && marksAreErrors ? 0 : noticed * share,
                name.IsExpected ? 0 : count.Marked * share);
        }

        series.Add(null, t, noticed * tail / sum, count.Marked * tail / sum);
        series.Add(signature, t, count.Errors - noticed, 0);
    }

    /// <summary>Of the bucket, else of all before it.</summary>
    private static (List<double> Weights, double Tail) Weights(List<NamedErrors> alike, IReadOnlyList<double> others, int t)
    {
        List<double> own = [.. alike.Select(name => name.Buckets[t])];
        return own.Sum() > 0 || alike.Count == 0
            ? (own, others[t])
            : ([.. alike.Select(name => name.Buckets.Take(t).Sum())], others.Take(t).Sum());
    }

    /// <summary>Series in the order in which their signatures appear, the one without a signature last.</summary>
    private sealed class Book(int buckets)
    {
        private readonly Dictionary<ErrorSignature, ErrorCount[]> _series = [];
        private readonly ErrorCount[] _tail = new ErrorCount[buckets];

        public IReadOnlyList<ErrorSeries> Written => [.. _series.Select(known => new ErrorSeries(known.Key, known.Value)).Append(new ErrorSeries(null, _tail)).Where(series => series.Buckets.Any(bucket => bucket.Failures > 0))];

        public void Add(ErrorSignature? signature, int t, double errors, double marked)
        {
            if (errors + marked <= 0)
            {
                return;
            }

            var counts = _tail;
            if (signature is not null && !_series.TryGetValue(signature, out counts))
            {
                _series[signature] = counts = new ErrorCount[buckets];
            }

            counts![t] += new ErrorCount(errors, errors + marked);
        }
    }
}
