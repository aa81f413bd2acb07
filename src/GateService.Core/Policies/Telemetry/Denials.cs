namespace GateService.Core.Policies.Telemetry;

/// <summary>
/// Refusals that say nothing of the request itself: who asks (401, 403, 407), how (405) or how often (429) it was asked, and callers that were not waited for or no longer waited (408, 499). A change that answers 400 to
/// what used to end in a 500 takes nothing from anybody; one that answers these takes good requests for bad ones.
/// </summary>
internal static class Denials
{
    /// <summary>HTTP's.</summary>
    public const string Http = "401,403,405,407,408,429,499";

    /// <summary>gRPC's CANCELLED, PERMISSION_DENIED, RESOURCE_EXHAUSTED, UNAUTHENTICATED. No HTTP status is as low.</summary>
    public const string Grpc = "1,7,8,16";

    /// <summary>The same in Go's spelling.</summary>
    public const string Go = "'Canceled','PermissionDenied','ResourceExhausted','Unauthenticated'";

    /// <summary>The same as a text of the specification.</summary>
    public const string Text = "'CANCELLED','PERMISSION_DENIED','RESOURCE_EXHAUSTED','UNAUTHENTICATED'";
}
