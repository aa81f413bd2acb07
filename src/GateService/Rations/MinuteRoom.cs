namespace GateService.Rations;

/// <summary>How much of an account's minute there is for steps, and how much for what is asked beside them.</summary>
internal static class MinuteRoom
{
    /// <summary>Of the limit: what all background questions together may ever take of a minute.</summary>
    private const double MostBackground = 0.6;

    /// <summary>So many times what steps took in the minute before is left to them.</summary>
    private const double LeftToSteps = 1.25;

    /// <summary>What all teams together may take of a minute for this.</summary>
    public static double Of(QueryPriority priority, MinuteOfAccount taken, int limit) => priority switch
    {
        QueryPriority.Step => limit,
        QueryPriority.Background => Math.Min(MostBackground * limit, limit - (LeftToSteps * Math.Max(taken.StepsBefore, taken.Steps))),
    };

    /// <summary>How many of the queries taken are too many. What is asked beside the steps leaves room for those: it is stretched first.</summary>
    public static long Over(MinuteOfAccount taken, QueryPriority priority, int limit)
    {
        var over = taken.Steps + taken.Background - limit;
        return priority switch
        {
            QueryPriority.Step => over,
            QueryPriority.Background => Math.Max(over, taken.Background - (long)Of(priority, taken, limit)),
        };
    }
}
