using GateService.Core.Attribution;
using GateService.Core.Evidence;
using GateService.Core.Judging.Sequential;
using GateService.Core.Judging.Threshold;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Requests;
using GateService.Core.Statistics;
using GateService.Core.Trials;
using GateService.Core.Verdicts;
using GateService.Core.Words;

namespace GateService.Core.Tests.Attribution;

/// <summary>
/// A canary of 300 requests a minute beside a stable of 5,700, minute by minute: a test states which errors there are, which calls, and what is known of the time
/// before. The first minute is the warm-up.
/// </summary>
internal sealed class Shop(int minutes = 10, double canary = 300, double stable = 5700)
{
    public static readonly DateTimeOffset Begin = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    public static readonly ErrorSignature Payments = new("System.Net.Http.HttpRequestException", "503", "Service Unavailable");
    public static readonly ErrorSignature Database = new("Npgsql.NpgsqlException", "500", "The connection pool has been exhausted");
    public static readonly ErrorSignature Own = new("System.NullReferenceException", "500", "Object reference not set");
    public static readonly ErrorSignature Client = new("Kestrel.BadHttpRequestException", "400", "Unexpected end of request content");

    private readonly List<ErrorSeries> _canary = [];
    private readonly List<ErrorSeries> _stable = [];
    private readonly List<DependencyCalls> _calls = [];
    private readonly RequestTimes[] _canaryTimes = new RequestTimes[minutes];
    private readonly RequestTimes[] _stableTimes = new RequestTimes[minutes];
    private readonly Dictionary<string, IReadOnlyList<CallBucket>> _witnesses = [];
    private readonly List<FailedCall> _failedCalls = [];

    /// <summary>Three rules: payments-api's errors, the database's, the clients'.</summary>
    public AttributionSettings Settings { get; set; } = new()
    {
        Signatures =
        [
            new SignatureRule { Name = "http", Types = ["*.Http.HttpRequestException"], Origin = SignatureOrigin.Dependency, Named = "payments-api" },
            new SignatureRule { Name = "database", Types = ["*NpgsqlException"], Origin = SignatureOrigin.Dependency, Named = "database" },
            new SignatureRule { Name = "client", Types = ["*BadHttpRequestException"], Origin = SignatureOrigin.Client },
        ],
    };

    /// <summary>Share of stable's requests that failed before the rollout, by minutes before it (1 is the last); null: its past is not known.</summary>
    public Func<int, double>? Past { get; set; } = _ => 0.0005;

    /// <summary>Width of what is called a minute everywhere else here.</summary>
    public TimeSpan Bucket { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How many times the errors of the others a pod of stable has, by its number and minutes since the begin.</summary>
    public Func<int, int, double> Pod { get; init; } = (_, _) => 1;

    /// <summary>Last word on what New Relic said of errors and calls.</summary>
    public Func<ErrorEvidence, ErrorEvidence> Change { get; set; } = errors => errors;

    public GateMode Mode { get; init; } = GateMode.Step;

    public double? Weight { get; init; } = 5;

    /// <summary>Minute since the begin from which on the window counts.</summary>
    public int WindowFrom { get; init; }

    public double Limit { get; init; } = 0.02;

    /// <summary>Share that is of no account; null: the limit.</summary>
    public double? Floor { get; init; }

    /// <summary>The policy promises successes and not that errors are few.</summary>
    public bool CountsSuccesses { get; init; }

    /// <summary>Success is counted too, by this limit on what failed.</summary>
    public double? FailureLimit { get; init; }

    /// <summary>Share of stable's requests before the rollout that failed without being errors by their status.</summary>
    public double PastMarks { get; init; }

    public StepDemand Demand { get; init; } = StepDemand.NoHarm;

    /// <summary>Stable serves in these minutes only.</summary>
    public Func<int, bool> StableServes { get; init; } = _ => true;

    /// <summary>Payments fails 5 % of both slices, as it did in the hour before.</summary>
    public static Shop Outage(int minutes = 20) => new Shop(minutes) { Past = _ => 0.05 }.Fails(Payments, 15, 285);

    /// <summary>So many a minute in both slices.</summary>
    public Shop Fails(ErrorSignature? signature, double canaryErrors, double stableErrors, int from = 0) =>
        Fails(signature, t => t >= from ? canaryErrors : 0, t => t >= from ? stableErrors : 0);

    public Shop Fails(ErrorSignature? signature, Func<int, double> canaryErrors, Func<int, double> stableErrors)
    {
        _canary.Add(Series(signature, canaryErrors));
        _stable.Add(Series(signature, t => StableServes(t) ? stableErrors(t) : 0));
        return this;
    }

    /// <summary>Calls per traced request, and a tenth of the requests traced.</summary>
    public Shop Traces(string dependency, double canaryCalls, double stableCalls, bool isDatastore = false)
    {
        _calls.Add(new DependencyCalls(
            dependency, isDatastore,
            [.. Enumerable.Range(0, minutes).Select(_ => Called(canary / 10 * canaryCalls, 0.03))], [.. Enumerable.Range(0, minutes).Select(_ => Called(stable / 10 * stableCalls, 0.03))]));
        for (var t = 0; t < minutes; t++)
        {
            _canaryTimes[t] = _canaryTimes[t] with { Traced = canary / 10 };
            _stableTimes[t] = _stableTimes[t] with { Traced = stable / 10 };
        }

        return this;
    }

    /// <summary>Seconds that failed calls took, so many of them a minute; all calls take as long as said.</summary>
    public Shop Waits(string dependency, double canarySeconds, double stableSeconds, double failed = 5, double canaryCall = 0.03, double stableCall = 0.03, double calls = 40)
    {
        _calls.Add(new DependencyCalls(
            dependency, false,
            [.. Enumerable.Range(0, minutes).Select(_ => new CallBucket(calls, new SampleMean(calls, canaryCall, canaryCall / 2), new SampleMean(failed, canarySeconds, canarySeconds / 10)))],
            [.. Enumerable.Range(0, minutes).Select(_ => new CallBucket(10 * calls, new SampleMean(10 * calls, stableCall, stableCall / 2), new SampleMean(failed, stableSeconds, stableSeconds / 10)))]));
        return this;
    }

    /// <summary>Failed calls of two kinds: so many in a hundred are refused after 20 ms, the others run into a timeout of so long.</summary>
    public Shop Waits(string dependency, int seed, int refused, double canaryTimeout, double stableTimeout)
    {
        var dice = new Random(seed);
        var (canary, stable) = (Enumerable.Range(0, minutes).Select(_ => Drawn(2, canaryTimeout)).ToList(), Enumerable.Range(0, minutes).Select(_ => Drawn(20, stableTimeout)).ToList());
        _calls.Add(new DependencyCalls(dependency, false, canary, stable));
        return this;

        CallBucket Drawn(int failed, double timeout) => new(8 * failed, new SampleMean(8 * failed, 0.03, 0.015), SampleMean.Of(Enumerable.Range(0, failed).Select(_ => new SampleMean(1, (dice.Next(100) < refused ? 0.02 : timeout) * (0.9 + (0.2 * dice.NextDouble())), 0))));
    }

    /// <summary>Calls per request as the agent counts them on every request.</summary>
    public Shop Counts(double canaryExternal, double stableExternal, double canaryDatabase = 2, double stableDatabase = 2)
    {
        for (var t = 0; t < minutes; t++)
        {
            _canaryTimes[t] = _canaryTimes[t] with { ExternalCalls = new SampleMean(canary, canaryExternal, 1), DatabaseCalls = new SampleMean(canary, canaryDatabase, 1) };
            _stableTimes[t] = _stableTimes[t] with { ExternalCalls = new SampleMean(stable, stableExternal, 1), DatabaseCalls = new SampleMean(stable, stableDatabase, 1) };
        }

        return this;
    }

    /// <summary>Mean seconds per request: all of it, in datastores, in other services.</summary>
    public Shop Takes((double Total, double Database, double External) canarySeconds, (double Total, double Database, double External) stableSeconds)
    {
        for (var t = 0; t < minutes; t++)
        {
            _canaryTimes[t] = With(_canaryTimes[t], canary, canarySeconds);
            _stableTimes[t] = With(_stableTimes[t], stable, stableSeconds);
        }

        return this;

        static RequestTimes With(RequestTimes times, double requests, (double Total, double Database, double External) seconds) =>
            times with { Duration = Of(requests, seconds.Total), Database = Of(requests, seconds.Database), External = Of(requests, seconds.External) };

        static SampleMean Of(double requests, double seconds) => new(requests, seconds, seconds / 2);
    }

    /// <summary>Other services' calls of a dependency, so many a minute, and how many fail.</summary>
    public Shop Witness(string dependency, double calls, double failed)
    {
        _witnesses[dependency] = [.. Enumerable.Range(0, minutes).Select(_ => Called(calls, 0.03) with { Failed = new SampleMean(failed, 0.03, 0.01) })];
        return this;
    }

    /// <summary>So many a minute that are no errors by their status, and that the agent marked.</summary>
    public Shop Marks(ErrorSignature signature, double canaryFailures, double stableFailures)
    {
        _canary.Add(new ErrorSeries(signature, [.. Enumerable.Repeat(new ErrorCount(0, canaryFailures), minutes)]));
        _stable.Add(new ErrorSeries(signature, [.. Enumerable.Repeat(new ErrorCount(0, stableFailures), minutes)]));
        return this;
    }

    /// <summary>Failed calls of one slice in a minute, from one minute to before another.</summary>
    public Shop Links(ErrorSignature signature, string host, bool isCanary, int perMinute, int from = 0, int? to = null)
    {
        for (var t = from; t < (to ?? minutes); t++)
        {
            _failedCalls.AddRange(Enumerable.Repeat(new FailedCall(signature, host) { IsCanary = isCanary, At = Begin.AddMinutes(t + 0.5) }, perMinute));
        }

        return this;
    }

    public Shop Links(ErrorSignature signature, string host, int times)
    {
        _failedCalls.AddRange(Enumerable.Repeat(new FailedCall(signature, host), times));
        return this;
    }

    public ErrorAttribution? Attribute() => Evaluate().Attribution;

    /// <summary>The one account there is.</summary>
    public AccountFinding Account() => Attribute().ShouldNotBeNull().Accounts.ShouldHaveSingleItem();

    public GateEvaluation Evaluate()
    {
        var request = Given.Request() with { Mode = Mode, StepWeight = Weight };
        return new GateEvaluator([new SequentialJudge(), new ThresholdJudge()])
            .Judge(request, Policy, EvidencePlanner.Plan(request, Policy, new WindowPlan.Planned(Context.Window, null) { Span = Context.Window with { Begin = Begin } }), Evidence);
    }

    public GatePolicy Policy => Given.Policy([
        CountsSuccesses
            ? new SuccessRateObjective { Name = "error-rate", Comparison = Comparison.AtLeast, Limit = StepLimits.Constant(1 - Limit), Judge = SequentialJudge.Chosen }
            : new ErrorRateObjective { Name = "error-rate", Comparison = Comparison.AtMost, Limit = StepLimits.Constant(Limit), Floor = Floor, Judge = SequentialJudge.Chosen },
        .. FailureLimit is { } failures
            ? [new SuccessRateObjective { Name = "success-rate", Comparison = Comparison.AtLeast, Limit = StepLimits.Constant(1 - failures), Judge = SequentialJudge.Chosen }]
            : Array.Empty<Objective>(),
    ]) with
    { Attribution = Settings, JudgesOnlyAgainstStable = JudgesOnlyAgainstStable, Sequential = new SequentialSettings { PromoteOn = new StepDemands(new Dictionary<double, StepDemand> { [5] = Demand }) } };

    public JudgingContext Context => new(Weight, new EvaluationWindow(Begin + (WindowFrom * Bucket), Begin + (minutes * Bucket), Bucket), Mode == GateMode.Preflight ? Core.Requests.Slice.Stable : Core.Requests.Slice.Canary)
    {
        Mode = Mode,
        AlphaPerWeight = ErrorBudget.PerWeight(Policy),
        Sequential = Policy.Sequential,
        Emergency = "error-rate",
        ExpectsControl = Weight < 100,
        JudgesOnlyAgainstStable = JudgesOnlyAgainstStable,
    };

    public bool JudgesOnlyAgainstStable { get; init; }

    public GateEvidence Evidence => new()
    {
        Objectives = [Counted("error-rate", count => count.Errors, 0), .. FailureLimit is null ? Array.Empty<ObjectiveEvidence>() : [Counted("success-rate", count => count.Failures, PastMarks)]],
        Errors = Change(new ErrorEvidence
        {
            Canary = _canary,
            Stable = _stable,
            Calls = _calls,
            CanaryTimes = _canaryTimes,
            StableTimes = _stableTimes,
            Witnesses = _witnesses,
            FailedCalls = _failedCalls,
        }),
        Queries = [],
    };

    private ErrorSeries Series(ErrorSignature? signature, Func<int, double> errors) => new(signature, [.. Enumerable.Range(0, minutes).Select(t => new ErrorCount(errors(t), errors(t)))]);

    private ObjectiveEvidence Counted(string objective, Func<ErrorCount, double> of, double pastMarks) => new(
        objective,
        Slice(canary, _canary, _ => true, of),
        Mode == GateMode.Preflight ? new SliceEvidence.NoData() : Slice(stable, _stable, StableServes, of),
        ["requests"])
    { StablePods = Pods(pastMarks) };

    private SliceEvidence Slice(double requests, List<ErrorSeries> errors, Func<int, bool> serves, Func<ErrorCount, double> of)
    {
        var buckets = Enumerable.Range(0, minutes).Select(t => new Bucket(Begin + (t * Bucket), serves(t) ? requests : 0, errors.Sum(series => of(series.Buckets[t])))).ToList();
        var window = buckets.Skip(WindowFrom).ToList();
        var (bad, all) = (window.Sum(bucket => bucket.Bad ?? 0), window.Sum(bucket => bucket.Exposure));
        return all > 0 ? new SliceEvidence.Measured(CountsSuccesses ? 1 - (bad / all) : bad / all, all, bad, buckets) : new SliceEvidence.NoData { Buckets = buckets };
    }

    private List<PodSeries> Pods(double marks) => Past is null ? [] :
    [
        .. Enumerable.Range(0, 4).Select(pod => new PodSeries($"stable-{pod}", [.. Enumerable.Range(-60, 60 + minutes).Select(t =>
            new Bucket(Begin.AddMinutes(t), stable / 4, Math.Round(stable / 4 * Pod(pod, t) * (marks + (t < 0 ? Past(-t) : Past(1))))))])),
    ];

    private static CallBucket Called(double calls, double seconds) => new(calls, new SampleMean(calls, seconds, seconds / 2), default);
}
