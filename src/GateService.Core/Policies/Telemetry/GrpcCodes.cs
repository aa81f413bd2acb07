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

    /// <summary>INVALID_ARGUMENT, NOT_FOUND, ALREADY_EXISTS, PERMISSION_DENIED, RESOURCE_EXHAUSTED, UNAUTHENTICATED: what 422, 404, 409, 403, 429 and 401 are in HTTP.</summary>
    public const string Refusals = "3,5,6,7,8,16";

    /// <summary>The same in Go's spelling.</summary>
    public const string GoRefusals = "'InvalidArgument','NotFound','AlreadyExists','PermissionDenied','ResourceExhausted','Unauthenticated'";

    /// <summary>The same as a text of the specification.</summary>
    public const string TextRefusals = "'INVALID_ARGUMENT','NOT_FOUND','ALREADY_EXISTS','PERMISSION_DENIED','RESOURCE_EXHAUSTED','UNAUTHENTICATED'";
}
