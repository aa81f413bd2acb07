namespace GateService.Core.Policies.Telemetry;

/// <summary>Status codes of gRPC, as numbers and as agents spell them.</summary>
/// <seealso href="https://opentelemetry.io/docs/specs/semconv/rpc/grpc/">OpenTelemetry's rule of which are the server's.</seealso>
internal static class GrpcCodes
{
    /// <summary>UNKNOWN, DEADLINE_EXCEEDED, UNIMPLEMENTED, INTERNAL, UNAVAILABLE, DATA_LOSS: the server's fault. No HTTP status is as low.</summary>
    public const string Faults = "2,4,12,13,14,15";

    /// <summary>The same in Go's spelling.</summary>
    public const string GoFaults = "'Unknown','DeadlineExceeded','Unimplemented','Internal','Unavailable','DataLoss'";

    /// <summary>The same as a text of the specification.</summary>
    public const string TextFaults = "'UNKNOWN','DEADLINE_EXCEEDED','UNIMPLEMENTED','INTERNAL','UNAVAILABLE','DATA_LOSS'";

    /// <summary>
    /// INVALID_ARGUMENT, NOT_FOUND, ALREADY_EXISTS, PERMISSION_DENIED, RESOURCE_EXHAUSTED, FAILED_PRECONDITION, ABORTED, OUT_OF_RANGE, UNAUTHENTICATED: what 4xx are in HTTP; and CANCELLED, the caller that hung
    /// up, or no longer waited.
    /// </summary>
    public const string Refusals = "1,3,5,6,7,8,9,10,11,16";

    /// <summary>The same in Go's spelling.</summary>
    public const string GoRefusals = "'Canceled','InvalidArgument','NotFound','AlreadyExists','PermissionDenied','ResourceExhausted','FailedPrecondition','Aborted','OutOfRange','Unauthenticated'";

    /// <summary>The same as a text of the specification.</summary>
    public const string TextRefusals = "'CANCELLED','INVALID_ARGUMENT','NOT_FOUND','ALREADY_EXISTS','PERMISSION_DENIED','RESOURCE_EXHAUSTED','FAILED_PRECONDITION','ABORTED','OUT_OF_RANGE','UNAUTHENTICATED'";
}
