namespace NewRelic.Simulator.Worlds.Dialects;

/// <summary>gRPC's status codes as each library spells them.</summary>
internal static class GrpcCode
{
    public const int Ok = 0;
    public const int Cancelled = 1;
    public const int Unknown = 2;
    public const int InvalidArgument = 3;
    public const int DeadlineExceeded = 4;
    public const int NotFound = 5;
    public const int PermissionDenied = 7;
    public const int FailedPrecondition = 9;
    public const int Unimplemented = 12;
    public const int Internal = 13;
    public const int Unavailable = 14;
    public const int DataLoss = 15;
    public const int Unauthenticated = 16;

    private static readonly string[] Names =
    [
        "OK", "Canceled", "Unknown", "InvalidArgument", "DeadlineExceeded", "NotFound", "AlreadyExists", "PermissionDenied", "ResourceExhausted",
        "FailedPrecondition", "Aborted", "OutOfRange", "Unimplemented", "Internal", "Unavailable", "DataLoss", "Unauthenticated",
    ];

    /// <summary>Go's: <c>DeadlineExceeded</c>.</summary>
    public static string Name(int code) => Names[code];

    /// <summary>The protocol's: <c>DEADLINE_EXCEEDED</c>.</summary>
    public static string Constant(int code) => code switch
    {
        Ok => "OK",
        Cancelled => "CANCELLED",
        _ => string.Concat(Names[code].Select((c, index) => index > 0 && char.IsUpper(c) ? $"_{c}" : $"{c}")).ToUpperInvariant(),
    };

    /// <summary>OpenTelemetry's rule for servers; what else went wrong is the caller's.</summary>
    public static bool IsServers(int code) => code is Unknown or DeadlineExceeded or Unimplemented or Internal or Unavailable or DataLoss;
}
