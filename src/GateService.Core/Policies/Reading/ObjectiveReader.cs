using GateService.Core.Words;

namespace GateService.Core.Policies.Reading;

/// <summary>Reads one objective of a merged policy.</summary>
internal static class ObjectiveReader
{
    public static IReadOnlyList<string> Kinds { get; } =
        [.. Enum.GetValues<ObjectiveKind>().Where(kind => kind is not (ObjectiveKind.Dependencies or ObjectiveKind.Traffic or ObjectiveKind.Stable)).Select(EnumNames.Of)];

    /// <summary>The objective, or null with at least one fault.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="fields">Its fields.</param>
    /// <param name="policyJudge">Who judges where the objective does not say.</param>
    /// <param name="judges">Those it may choose.</param>
    /// <param name="onHarm">What harm does where the objective does not say.</param>
    public static Objective? Read(string name, PolicyFields fields, JudgeChoice policyJudge, IReadOnlyList<JudgeChoice> judges, Consequences onHarm)
    {
        var word = fields.RequiredText("kind", string.Join(", ", Kinds));
        fields.Text("description");
        if (word is null || !Kinds.Contains(word) || EnumNames.Read<ObjectiveKind>(word) is not { } kind)
        {
            return word is null ? null : Unknown(fields, word);
        }

        var objective = kind switch
        {
            ObjectiveKind.Apdex => Apdex(name, fields),
            ObjectiveKind.ErrorRate => With(fields, Comparison.AtMost, Unit.Share, (side, limit) => new ErrorRateObjective { Name = name, Comparison = side, Limit = limit }),
            ObjectiveKind.SuccessRate => With(fields, Comparison.AtLeast, Unit.Share, (side, limit) => new SuccessRateObjective { Name = name, Comparison = side, Limit = limit }),
            ObjectiveKind.Latency => Latency(name, fields),
            ObjectiveKind.RefusalRate => RefusalRate(name, fields),
            ObjectiveKind.LogErrors => LogErrors(name, fields),
            ObjectiveKind.Kpi => Kpi(name, fields),
            ObjectiveKind.PodsRunning => Pods(name, fields, PodSignal.Running),
            ObjectiveKind.PodsReady => Pods(name, fields, PodSignal.Ready),
            ObjectiveKind.PodRestarts => Pods(name, fields, PodSignal.Restarts),
            ObjectiveKind.QueueLag => QueueLag(name, fields),
            ObjectiveKind.Dependencies or ObjectiveKind.Traffic or ObjectiveKind.Stable => Unknown(fields, word),
        };
        var complete = Common(fields, objective, kind, JudgeReader.Read(fields, judges, policyJudge), onHarm);
        fields.RefuseOthers();
        return complete;
    }

    private static Objective? Unknown(PolicyFields fields, string kind)
    {
        fields.Fault("kind", $"'{kind}': expected {string.Join(", ", Kinds)}{Closest.Hint(kind, Kinds)}");
        return null;
    }

    private static Objective? Apdex(string name, PolicyFields fields)
    {
        var threshold = fields.Required("threshold", Positive, "Apdex T as a duration such as 500ms");
        return With(fields, Comparison.AtLeast, Unit.Score, (side, limit) => new ApdexObjective { Name = name, Comparison = side, Limit = limit, Threshold = threshold ?? 1 });
    }

    private static Objective? Latency(string name, PolicyFields fields)
    {
        var quantile = fields.Required<double>("quantile", text => PolicyValue.Number(text) is > 0 and < 1 and { } share ? share : null, "a quantile between 0 and 1, such as 0.95");
        return With(
            fields, Comparison.AtMost, Unit.Seconds, (side, limit) => new LatencyObjective { Name = name, Comparison = side, Limit = limit, Quantile = quantile ?? 0.5 },
            "latency has a limit: expected a duration such as 500ms; beside it the canary is compared with stable anyway");
    }

    /// <summary>Without a limit it has stable.</summary>
    private static RefusalRateObjective? RefusalRate(string name, PolicyFields fields)
    {
        var read = fields.Has("atMost") || fields.Has("atLeast") ? LimitReader.Read(fields, Comparison.AtMost, Unit.Share, null) : (Comparison.AtMost, null);
        _ = fields.Node("atMost");
        return read is { } found ? new RefusalRateObjective { Name = name, Comparison = found.Comparison, Limit = found.Limit } : null;
    }

    /// <summary>Without a limit it has stable, and a floor beside it; a limit takes the floor's place.</summary>
    private static LogErrorsObjective? LogErrors(string name, PolicyFields fields)
    {
        var read = fields.Has("atMost") || fields.Has("atLeast") ? LimitReader.Read(fields, Comparison.AtMost, Unit.PerRequest, null) : (Comparison.AtMost, null);
        _ = fields.Node("atMost");
        if (read is { Limit: not null } && fields.Has("floor"))
        {
            fields.FaultOfYounger(["atMost", "floor"], "floor", "error lines have a limit or a floor: expected one of them");
        }

        return read is { } found ? new LogErrorsObjective { Name = name, Comparison = found.Comparison, Limit = found.Limit } : null;
    }

    private static Objective? Kpi(string name, PolicyFields fields)
    {
        var definition = KpiReader.Read(fields);
        var unit = definition is null ? Unit.Count : new KpiObjective { Name = name, Comparison = default, Definition = definition }.Unit;
        var objective = With(
            fields, null, unit, (side, limit) => new KpiObjective { Name = name, Comparison = side, Limit = limit, Definition = definition! },
            definition is { Form: KpiForm.Percentile } or { IsGauge: true } ? $"a {EnumNames.Of(definition.Form)} cannot be compared with stable alone: expected a number, 0 or more" : null);
        return definition is null ? null : objective;
    }

    private static Objective? Pods(string name, PolicyFields fields, PodSignal signal)
    {
        var restarts = signal == PodSignal.Restarts;
        return With(fields, restarts ? Comparison.AtMost : Comparison.AtLeast, restarts ? Unit.Count : Unit.Share, (side, limit) =>
            new PodHealthObjective { Name = name, Comparison = side, Limit = limit, Signal = signal }, NotCompared);
    }

    private static Objective? QueueLag(string name, PolicyFields fields)
    {
        var system = fields.Required("system", EnumNames.Read<QueueSystem>, EnumNames.Choices<QueueSystem>());
        var queue = fields.RequiredText("name", "the Kafka consumer group or the SQS queue; {service}, {rollout}, {namespace} and {cluster} stand for the request's");
        var topic = fields.Text("topic");
        if (topic is not null && system == QueueSystem.Sqs)
        {
            fields.FaultOfYounger(["system", "topic"], "topic", "only Kafka has topics");
        }

        var unit = system == QueueSystem.Sqs ? Unit.Seconds : Unit.Count;
        var objective = With(fields, Comparison.AtMost, unit, (side, limit) =>
            new QueueLagObjective { Name = name, Comparison = side, Limit = limit, Queue = new QueueDefinition(system ?? default, queue ?? "", topic) }, NotCompared);
        return system is null || queue is null ? null : objective;
    }

    private const string NotCompared = "a gauge is not compared with stable: expected a limit";

    private static Objective? With(PolicyFields fields, Comparison? side, Unit unit, Func<Comparison, StepLimits?, Objective> create, string? takesStable = null) =>
        LimitReader.Read(fields, side, unit, takesStable) is { } read ? create(read.Comparison, read.Limit) : null;

    private static Objective? Common(PolicyFields fields, Objective? objective, ObjectiveKind kind, JudgeChoice judge, Consequences onHarm)
    {
        var requests = IsOfRequests(kind) && objective is not KpiObjective { Definition.IsGauge: true };
        var sample = fields.Value("minimumSample", Whole, requests ? 50 : 1, requests ? "50" : "1", "a whole number, 1 or more");
        var margin = fields.Optional<double>("margin", text => PolicyValue.Number(text) is >= 1 and { } ratio ? ratio : null, "a ratio of 1 or more, such as 1.5");
        if (margin is not null && (!requests || (objective is KpiObjective { Definition: { IsOfRequests: true, Per: KpiPer.Minute } } && !judge.Needs.Span)))
        {
            fields.FaultOfYounger(
                ["margin", "kind", "form", "judge"], "margin", $"{EnumNames.Of(kind)}{(objective is KpiObjective kpi ? $" of form {EnumNames.Of(kpi.Definition.Form)}" : "")} has no stable slice to compare with: leave the margin away");
        }

        var weight = fields.Value("weight", text => PolicyValue.Number(text) is > 0 and <= 1000 and { } share ? share : null, 1.0, "1", "a number above 0, such as 2");
        var floor = Floor(fields, kind, objective);
        var promise = fields.Value("promise", PolicyValue.Truth, true, "true", "true or false");
        var consequences = ConsequenceReader.Read(fields) ?? onHarm;
        return objective is null ? null : objective with { OnHarm = consequences, MinimumSample = sample, Margin = margin, Judge = judge, Weight = weight, IsPromise = promise, Floor = floor };
    }

    /// <summary>Counted request by request or event by event, so that stable has them too; a gauge is not.</summary>
    private static bool IsOfRequests(ObjectiveKind kind) => kind switch
    {
        ObjectiveKind.Apdex or ObjectiveKind.ErrorRate or ObjectiveKind.SuccessRate or ObjectiveKind.Latency or ObjectiveKind.RefusalRate or ObjectiveKind.LogErrors or ObjectiveKind.Kpi => true,
        ObjectiveKind.PodsRunning or ObjectiveKind.PodsReady or ObjectiveKind.PodRestarts or ObjectiveKind.QueueLag or ObjectiveKind.Dependencies
            or ObjectiveKind.Traffic or ObjectiveKind.Stable => false,
    };

    private static double? Floor(PolicyFields fields, ObjectiveKind kind, Objective? objective)
    {
        // The kind tells the unit where the limit has a fault of its own: nobody else is to blame for that.
        var floor = kind == ObjectiveKind.Latency
            ? fields.Optional("floor", Positive, "a duration such as 250ms")
            : fields.Optional<double>("floor", text => PolicyValue.Number(text) is > 0 and < 1 and { } share ? share : null, "a share or a score between 0 and 1, such as 0.1%");
        if (floor is null || objective is null)
        {
            return floor ?? (objective is LogErrorsObjective { Limit: null } ? LogErrorsObjective.DefaultFloor : null);
        }

        if (objective is LogErrorsObjective)
        {
            return objective.Limit is null ? floor : null;
        }

        if (objective is PodHealthObjective || (!Units.IsBounded(objective.Unit) && objective is not LatencyObjective))
        {
            fields.FaultOfYounger(["floor", "kind", "form"], "floor", "only shares, scores and latencies have a floor: make it the limit, with promise: false");
        }

        var beyond = objective.Limit?.Entries.Where(limit => objective.Comparison == Comparison.AtMost ? floor > limit.Value : floor < limit.Value).Select(limit => (double?)limit.Value).FirstOrDefault();
        if (beyond is not { } exceeded)
        {
            return floor;
        }

        // Limits of time are often set, and whoever asks for more than the floor of a layer below has said what matters: the limit.
        if (objective is LatencyObjective or ApdexObjective && fields.Youngest(["floor", EnumNames.Of(objective.Comparison)]) != "floor")
        {
            return objective is LatencyObjective && objective.Limit!.Entries.Any(limit => floor < limit.Value) ? floor : null;
        }

        Beyond(fields, objective, floor.Value, exceeded);
        return floor;
    }

    /// <summary>Said to whoever wrote the later of the two.</summary>
    private static void Beyond(PolicyFields fields, Objective objective, double floor, double limit)
    {
        var (said, key) = (Quantity.Limit(floor, objective.Unit), EnumNames.Of(objective.Comparison));
        if (fields.Youngest(["floor", key]) == "floor")
        {
            fields.Fault("floor", $"{said} is beyond the limit: expected one that every limit allows");
        }
        else
        {
            var at = fields.Map["floor"]!.Position;
            fields.Fault(key, $"{Quantity.Limit(limit, objective.Unit)} is {(objective.Comparison == Comparison.AtMost ? "under" : "over")} the floor of {said} ({at.File}:{at.Line}): expected a limit that is not better than the floor, or a floor of its own beside it");
        }
    }

    private static int? Whole(string text) => PolicyValue.Number(text) is >= 1 and <= 1_000_000 and { } number && number == Math.Floor(number) ? (int)number : null;

    private static double? Positive(string text) => PolicyValue.Seconds(text) is > 0 and { } seconds ? seconds : null;
}
