using GraphQL;
using NewRelic.Simulator.Faults;

namespace NewRelic.Simulator.NerdGraph;

/// <summary>A field that failed, in the shape NerdGraph reports it: <c>extensions.errorClass</c> and, from NRDB, <c>errorCode</c>.</summary>
internal sealed class NerdGraphError(string errorClass, string message, string? errorCode = null) : ExecutionError(message)
{
    public string ErrorClass { get; } = errorClass;

    public string? ErrorCode { get; } = errorCode;

    public static NerdGraphError Of(Fault fault) => new(fault.ErrorClass ?? "SERVER_ERROR", fault.Message ?? "An error occurred resolving this field", fault.ErrorCode);

    public static NerdGraphError TooManyRequests(string message) => new("TOO_MANY_REQUESTS", message, "NRDB:1106924");

    public static NerdGraphError Timeout(int seconds) =>
        new("TIMEOUT", $"NRDB query duration exceeded the set timeout of {seconds} seconds. Consider narrowing the time range or using async.", "NRDB:1109");

    public static NerdGraphError AccessDenied(int account) => new("ACCESS_DENIED", $"You are not authorized to query account {account}");

    public static NerdGraphError BadInput(string message) => new("BAD_USER_INPUT", message);
}
