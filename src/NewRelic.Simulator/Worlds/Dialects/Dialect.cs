using NewRelic.Simulator.Ingest;
using NewRelic.Simulator.Storage;
using NewRelic.Simulator.Worlds.Traffic;

namespace NewRelic.Simulator.Worlds.Dialects;

/// <summary>How one instrumentation tells what happened. A new one is a class like its siblings, a line in <see cref="All"/> and a row in docs/simulator.md.</summary>
internal abstract class Dialect
{
    public static readonly IReadOnlyList<Dialect> All =
    [
        new JavaDialect(), new DotNetDialect(), new GoDialect(), new NodeDialect(), new PythonDialect(), new RubyDialect(), new PhpDialect(),
        new OtelDialect(), new OtelOldDialect(), new OtelMetricsDialect(), new OtelMetricsOldDialect(),
        new GatewayDialect(), new NginxDialect(), new IstioDialect(),
    ];

    /// <summary>As a world's <c>agent</c> names it.</summary>
    public abstract string Name { get; }

    /// <summary>Of its processes: whose errors they word.</summary>
    public abstract string Language { get; }

    public virtual IReadOnlyList<Protocol> Protocols => [Protocol.Http, Protocol.Grpc, Protocol.Queue];

    /// <summary>What one process may send in a minute.</summary>
    public virtual AgentLimits Limits => AgentLimits.None;

    /// <summary>Which traces are kept where a world does not say.</summary>
    public virtual TraceSampling Traces => TraceSampling.Tenth;

    /// <summary>Path the kubelet asks.</summary>
    public virtual string ProbePath => "/readyz";

    /// <summary>Whether <see cref="TellMinute"/> says anything: else nobody collects minutes for it.</summary>
    public virtual bool TellsMinutes => false;

    public static Dialect? Find(string name) => All.FirstOrDefault(dialect => dialect.Name == name);

    /// <summary>The events of one piece of work.</summary>
    public abstract void Tell(List<SimulatedEvent> events, Work work);

    /// <summary>The events of a minute of one pod.</summary>
    public virtual void TellMinute(List<SimulatedEvent> events, PodMinute minute)
    {
    }

    /// <summary>The events of a request that the ingress answered for the service: an instrumentation inside the service knows nothing of it.</summary>
    public virtual void TellUnserved(List<SimulatedEvent> events, Work work)
    {
    }

    protected static SimulatedEvent Event(string type, long moment, Shape shape) => new(type, moment, new AttributeList(shape.ToArray()));

    /// <summary>The truth beside what an instrumentation would say; a gate never reads it, a test compares.</summary>
    protected static Shape Truth(Shape shape, Work work) => shape.Set("simulator.kind", Kind(work.Kind)).Set("simulator.origin", work.Fault?.Origin);

    private static string Kind(WorkKind kind) => kind switch
    {
        WorkKind.User => "user",
        WorkKind.Probe => "probe",
        _ => "background",
    };
}
