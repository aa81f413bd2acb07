using GateService.Bench.Sections;
using GateService.Bench.Simulation;

namespace GateService.Bench.Report;

/// <summary>The whole of docs/measurements/decision-quality.md.</summary>
internal static class Document
{
    public const string AgreementHeading = "## Agreement with the reference";

    public static string Path { get; } = System.IO.Path.Combine(Root(new DirectoryInfo(AppContext.BaseDirectory)), "docs", "measurements", "decision-quality.md");

    public static string Compose(Simulator simulator)
    {
        // What must be shown is read off cells that the tables have played.
        var sections = Section.All.Select(section => Compose(section, simulator)).ToList();
        simulator.Begin("must show");
        var (judge, blame, kinds) = (MustShow.Of(simulator), BlamePromises.Of(simulator).ToList(), KindPromises.Of(simulator).ToList());
        var reached = judge.Concat(blame).Concat(kinds).Where(promise => promise.IsReached is not null).ToList();
        return $"""
            # Decision quality

            How often the judge fails a healthy canary, how surely and how soon it sees a bad one, and how the rules people use today do in the same worlds. Measured, not asserted:
            everything below is written by

            ```sh
            dotnet run -c Release --project tests/GateService.Bench
            ```

            in about twenty minutes on two cores; `-- quick` for a try, `-- 0.5` for half of the rollouts, `-- healthy detection` for single tables ({string.Join(", ", Section.All.Select(section => $"`{section.Name}`"))}).
            The same command writes the same document, digit for digit, on however many cores: what is drawn hangs on the world's name and the number of the rollout alone. `-- seed=1 healthy` plays the same worlds
            with other draws: the judge's constants were chosen while these were looked at, [others](#other-draws-of-the-same-worlds) were not.

            ## What must hold

            {reached.Count(promise => promise.IsReached == true)} of {reached.Count} targets are reached; the others say why not, and what has no target is stated beside them. Looks every minute, {simulator.Rollouts:#,0} rollouts in all{Scaled(simulator)};
            ± is two binomial standard errors; *before* is this document of 2026-11-25 (cell by cell: [Before and after](#before-and-after)). First the judge, whatever the error:

            {Table(judge)}
            Then whose fault an error is: a shared outage must not fail a good canary, and must not hide a bad one ([Whose fault is it](#whose-fault-is-it); why each mechanism is there:
            [What each mechanism is for](#what-each-mechanism-is-for); on [real faults](#real-faults-of-real-systems)).

            {Table(blame)}
            And whether it is right, soon and quiet where the world is messy ([Blind spots and needless holds](#blind-spots-and-needless-holds), [Minutes to detect, and what is held](#minutes-to-detect-and-what-is-held)):

            {Table(kinds)}
            {Worlds}
            {string.Join("\n", sections)}
            {Before.Heading}

            {Before.Body(string.Join("\n", sections), simulator.Effort).TrimEnd()}

            {AgreementHeading}

            {Agreement.Body(simulator)}
            """.Replace("\r", "", StringComparison.Ordinal).TrimEnd() + "\n";
    }

    public static string Compose(Section section, Simulator simulator)
    {
        simulator.Begin(section.Name);
        return $"## {section.Title}\n\n{section.Body(simulator).TrimEnd()}\n";
    }

    private static string Table(IEnumerable<Promise> promises) => Markdown.Table(
        ["what", "target", "before", "measured", "reached"],
        promises.Select(promise => (IReadOnlyList<string>)[promise.What, promise.Target, promise.Before.Length > 0 ? promise.Before : Before.Measured(promise.What) ?? "", promise.Measured, promise.Verdict]));

    private static string Scaled(Simulator simulator) =>
        simulator.Effort < 1 ? FormattableString.Invariant($" ({100 * simulator.Effort:0} % of a full run's, for want of time: shares are less certain by the root of that)") : "";

    private const string Worlds =
        """
        ## Worlds and rules

        **A rollout** takes half an hour: 5, 25 and 50 % for ten minutes each, a bucket a minute, some stable pods and one canary pod, each with its *own* noise, and as long a
        history of stable as the product asks for (an hour). The first minute of every step is left out, as the product reads it from the traffic. Requests come as a Poisson stream;
        counts are drawn exactly. *Service* is the traffic of all pods and the healthy share of errors.

        **Noise**: *iid*; errors in *clusters* of geometric size; *jitter* of a pod's rate from minute to minute (gamma, coefficient of variation as stated); *bursts* of 20 % in two
        minutes of a hundred; *drift*, a log rate that remembers 0.8 of itself each minute. *Noisy* is clusters of 5 with jitter 0.3.

        **Ours** is the product's own path (`SequentialJudge` on evidence bucket by bucket, as a background run asks it), emergency gate included, α = 0.2 %: one of five gates that
        share 1 %. Its verdict is a running maximum: the look at which it fails does not depend on which looks there were (a test asks it at every one). Unless a table says otherwise
        the limit is a floor at a tenth of the healthy share, so that **only the margin over stable decides** (1.15 times with three or more pods, else 1.25): the hardest gate for
        false aborts, and that of the reference. A limit of your own that must be passed too can only lower them; [a limit that is a promise](#a-limit-that-is-a-promise) is shown apart.

        **Rivals**, looking every minute from the first on:

        - *5 %, fl 0* and *fl 3*: Argo's own analysis, the canary's error rate of the last minute over 5 %, `failureLimit` 0 and 3;
        - *3x base, fl 3*: the same at three times the healthy share, for who knows it beforehand;
        - *rank test*: Kayenta's described algorithm, Mann and Whitney on the minutes since the rollout began, 98 %, tolerance a quarter;
        - *threshold judge*: ours, the step so far against twice the healthy share and 1.5 times stable, `failureLimit: 1`;
        - *SPRT*: the sequential test of the textbooks (Wald 1945), the healthy share against twice that, α = 1 %, 5 % missed, on all requests since the rollout began: no stable, and requests taken for independent.

        """;

    private static string Root(DirectoryInfo? directory) => directory switch
    {
        null => throw new DirectoryNotFoundException("no GateService.slnx above the bench"),
        _ when File.Exists(System.IO.Path.Combine(directory.FullName, "GateService.slnx")) => directory.FullName,
        _ => Root(directory.Parent),
    };
}
