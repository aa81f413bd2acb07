using NewRelic.Simulator.Worlds.Dialects;
using NewRelic.Simulator.Worlds.Traffic;

namespace NewRelic.Simulator.Worlds;

/// <summary>Makes one piece of work of the luck of a request: status, error in the language's words, calls.</summary>
internal sealed class WorkComposer(WorldSpec spec, Dialect dialect)
{
    /// <summary>An agent cuts long traces.</summary>
    private const int MostCalls = 20;
    private const double Publishes = 0.1;
    private const double JobSeconds = 8;

    private static readonly string[] UserAgents = ["Mozilla/5.0", "okhttp/4.12"];
    private static readonly int[] CallersStatuses = [400, 401, 403, 422, 429];
    private static readonly int[] CallersCodes = [GrpcCode.InvalidArgument, GrpcCode.NotFound, GrpcCode.PermissionDenied, GrpcCode.Unauthenticated];

    private readonly WorldTraits _traits = spec.Traits;

    /// <summary>A request of a user, or a message.</summary>
    public Work User(Fleet fleet, Pod pod, RequestOutcome outcome, long moment, Dice dice)
    {
        var calls = Calls(outcome, dice);
        var fault = outcome.Failure is { } failure ? Of(failure, calls, dice) : Beside(outcome, dice);
        return Work(fleet, pod, WorkKind.User, spec.Protocol, dice.Pick(Route.OfUsers), outcome.Duration, Status(fault, calls, outcome, dice), fault, calls, moment, dice);
    }

    /// <summary>A request that the ingress answered, because it reached no pod.</summary>
    public Work Unserved(Fleet fleet, Pod pod, long moment, Dice dice) => Work(
        fleet, pod, WorkKind.User, spec.Protocol, dice.Pick(Route.OfUsers), 0.002, spec.Protocol == Protocol.Grpc ? GrpcCode.Unavailable : 502, null, [], moment, dice) with
    {
        Served = false,
    };

    /// <summary>The kubelet; a consumer is asked over HTTP.</summary>
    public Work Probe(Fleet fleet, Pod pod, long moment, Dice dice) => Work(
        fleet, pod, WorkKind.Probe, spec.Protocol == Protocol.Grpc ? Protocol.Grpc : Protocol.Http, Route.Probe(dialect.ProbePath), 0.001, spec.Protocol == Protocol.Grpc ? GrpcCode.Ok : 200, null, [], moment, dice) with
    {
        UserAgent = "kube-probe/1.29",
    };

    /// <summary>A job or a message beside the requests.</summary>
    public Work Job(Fleet fleet, Pod pod, long moment, Dice dice)
    {
        var fault = dice.Chance(_traits.BackgroundErrors) ? Say(Cause.Background, spec.Dependency, 0, thrown: true, Failure.Self, dice) : null;
        return Work(fleet, pod, WorkKind.Background, Protocol.Queue, Route.Job, dice.LogNormal(JobSeconds, 0.5), 0, fault, [Publish(fault, dice)], moment, dice);
    }

    private static Work Work(
        Fleet fleet, Pod pod, WorkKind kind, Protocol protocol, Route route, double duration, int status, Fault? fault, IReadOnlyList<Call> calls, long moment, Dice dice) => new()
        {
            Fleet = fleet,
            Pod = pod,
            Moment = moment,
            Kind = kind,
            Protocol = protocol,
            Route = route,
            UserAgent = dice.Pick(UserAgents),
            Duration = duration,
            Status = status,
            Fault = fault,
            Calls = calls,
            Trace = dice.Hex() + dice.Hex(),
            Guid = dice.Hex(),
            Entry = dice.Hex(),
            Sampled = false,
            Priority = dice.Uniform(),
        };

    /// <summary>What goes wrong although nothing failed: callers' mistakes, expected errors, clients that leave.</summary>
    private Fault? Beside(RequestOutcome outcome, Dice dice)
    {
        var luck = dice.Uniform();
        if (spec.Protocol != Protocol.Queue && (outcome.Status == 404 || luck < _traits.CallerErrors))
        {
            return new Fault(Cause.Caller, "", "not as the caller would have it", Thrown: false, Expected: false, Failure.Client);
        }

        if (luck < _traits.CallerErrors + _traits.ExpectedErrors)
        {
            return luck < _traits.CallerErrors ? null : Say(Cause.Expected, spec.Service, 200, thrown: true, Fault.Expectation, dice) with { Expected = true };
        }

        return spec.Protocol != Protocol.Queue && luck < _traits.CallerErrors + _traits.ExpectedErrors + _traits.HangUps
            ? Say(Cause.HungUp, spec.Service, 499, thrown: dialect.Language is "java" or "dotnet", Failure.Client, dice) : null;
    }

    /// <summary>The failure in the process's words; a handler that answers by itself throws nothing, a message that fails always throws.</summary>
    private Fault Of(Failure failure, List<Call> calls, Dice dice)
    {
        var failed = calls.LastOrDefault(call => call.Fault is not null);
        var cause = failed is { Kind: not CallKind.Database } ? failed.Fault!.Cause : failure.Cause;
        var thrown = spec.Protocol == Protocol.Queue || !dice.Chance(_traits.HandledErrors);
        return failed is null ? Say(cause, spec.Service, failure.Status, thrown, failure.Origin, dice) : failed.Fault! with { Thrown = thrown, Origin = failure.Origin };
    }

    private Fault Say(Cause cause, string host, int status, bool thrown, string origin, Dice dice)
    {
        var varied = _traits.VariedMessages ? dice : null;
        var text = ErrorTexts.Of(dialect.Language, cause, varied);
        return new Fault(cause, text.Class, text.Say(host, status, varied), thrown, Expected: false, origin);
    }

    private int Status(Fault? fault, List<Call> calls, RequestOutcome outcome, Dice dice) => spec.Protocol switch
    {
        Protocol.Queue => 0,
        Protocol.Http => fault switch
        {
            null or { Expected: true } => 200,
            { Cause: Cause.Caller } => outcome.Status == 404 ? 404 : dice.Pick(CallersStatuses),
            { Cause: Cause.HungUp } => 499,
            { Cause: Cause.DependencyRefused } => 502,
            { Cause: Cause.DependencyTimedOut } => 504,
            { Cause: Cause.DependencyAnswered } => calls.LastOrDefault(call => call.Fault is not null)?.Status ?? 503,
            _ => 500,
        },
        _ => fault switch
        {
            null => GrpcCode.Ok,
            { Expected: true } => GrpcCode.FailedPrecondition,
            { Cause: Cause.Caller } => outcome.Status == 404 ? GrpcCode.NotFound : dice.Pick(CallersCodes),
            { Cause: Cause.HungUp } => GrpcCode.Cancelled,
            { Cause: Cause.BadInput } => GrpcCode.Unknown,
            { Cause: Cause.DependencyTimedOut or Cause.Hiccup } => GrpcCode.DeadlineExceeded,
            { Cause: Cause.DependencyAnswered or Cause.DependencyRefused } => GrpcCode.Unavailable,
            _ => GrpcCode.Internal,
        },
    };

    private List<Call> Calls(RequestOutcome outcome, Dice dice)
    {
        var calls = new List<Call>();
        Add(outcome.Database, last => new Call(CallKind.Database, spec.Database, 5432, "orders", Each(outcome.Database), null,
            last && outcome.Database.Failure is { } failure ? Say(Cause.Database, spec.Database, 500, thrown: true, failure.Origin, dice) : null, dice.Hex()));
        if (outcome.Payments is { Count: > 0, Failure: null } && dice.Chance(_traits.Retries))
        {
            calls.Add(Payments(outcome.Payments, failed: true, new Failure("", "", 503, Failure.Upstream, Cause.DependencyAnswered), dice));
        }

        Add(outcome.Payments, last => Payments(outcome.Payments, failed: last && outcome.Payments.Failure is not null, outcome.Payments.Failure, dice));
        Add(outcome.Inventory, _ => Remote("inventory-api", "/stock", "stock.Stock/Reserve", Each(outcome.Inventory), Ok, null, dice));
        if (dice.Chance(Publishes))
        {
            calls.Add(Publish(null, dice));
        }

        return calls;

        void Add(Calls of, Func<bool, Call> call)
        {
            for (var i = 0; i < Math.Min(of.Count, MostCalls); i++)
            {
                calls.Add(call(i == Math.Min(of.Count, MostCalls) - 1));
            }
        }
    }

    private Call Publish(Fault? fault, Dice dice) => new(CallKind.Publish, $"kafka.{spec.Namespace}.svc.cluster.local", 9092, "order-events", 0.004, null, fault, dice.Hex());

    private int Ok => spec.Protocol == Protocol.Grpc ? GrpcCode.Ok : 200;

    private static double Each(Calls calls) => calls.Duration / calls.Count;

    private Call Payments(Calls calls, bool failed, Failure? failure, Dice dice)
    {
        if (!failed)
        {
            return Remote("payments-api", "/charge", "payments.Payments/Charge", Each(calls), Ok, null, dice);
        }

        var cause = failure!.Cause == Cause.DependencyAnswered && dice.Chance(_traits.Refusals) ? Cause.DependencyRefused : failure.Cause;
        var (code, status) = cause == Cause.DependencyTimedOut ? (GrpcCode.DeadlineExceeded, (int?)null) : (GrpcCode.Unavailable, cause == Cause.DependencyAnswered ? failure.Status : null);
        return Remote("payments-api", "/charge", "payments.Payments/Charge", Each(calls), spec.Protocol == Protocol.Grpc ? code : status,
            Say(cause, spec.Dependency, failure.Status, thrown: true, failure.Origin, dice), dice);
    }

    private Call Remote(string service, string path, string rpc, double duration, int? status, Fault? fault, Dice dice) => new(
        spec.Protocol == Protocol.Grpc ? CallKind.Grpc : CallKind.Http, $"{service}.{spec.Namespace}.svc.cluster.local", spec.Protocol == Protocol.Grpc ? 50051 : 8080,
        spec.Protocol == Protocol.Grpc ? rpc : path, duration, status, fault, dice.Hex());
}
