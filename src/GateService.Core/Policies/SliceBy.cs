namespace GateService.Core.Policies;

/// <summary>The ways to recognise a slice.</summary>
public enum SliceBy
{
    /// <summary>Pod name <c>&lt;rollout&gt;-&lt;hash&gt;-xxxxx</c>, in the first of several attributes.</summary>
    PodName,

    /// <summary>Host name, which in Kubernetes is the pod name.</summary>
    Host,

    /// <summary>ReplicaSet name, exactly <c>&lt;rollout&gt;-&lt;hash&gt;</c>.</summary>
    ReplicaSet,

    /// <summary>Pod label <c>rollouts-pod-template-hash</c>, looked up through K8sPodSample.</summary>
    Label,

    /// <summary>A custom attribute that equals the hash, or a fixed value per slice.</summary>
    Attribute,
}
