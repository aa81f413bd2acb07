using System.Net.Sockets;
using GateService.Policies;
using Microsoft.Extensions.Options;

namespace GateService.Starting;

/// <summary>What stops a start, as sentences for whoever reads the end of a pod's log.</summary>
internal static class StartFaults
{
    /// <summary>One line a fault.</summary>
    public static IEnumerable<string> Lines(Exception e) => e switch
    {
        AggregateException many => many.InnerExceptions.SelectMany(Lines),
        OptionsValidationException options => options.Failures.Select(OneLine),
        PolicyFilesException files => files.Message.Split('\n').Select(OneLine),
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } => [$"{OneLine(e.Message)} Choose another with --urls, or end what listens there."],
        ArgumentOutOfRangeException { ParamName: "port" } => ["the gate cannot listen on its address: expected a port from 0 to 65535; set another with --urls"],
        SocketException => [$"the gate cannot listen on its address: {OneLine(e.Message)}; set another with --urls"],
        InvalidDataException { InnerException: { } inner } => [OneLine($"{e.Message} {inner.Message}")],
        InvalidOperationException or FormatException or IOException or UnauthorizedAccessException or ArgumentException => [OneLine(e.Message)],
        _ => [OneLine($"{e.GetType().Name}: {e.Message}")],
    };

    private static string OneLine(string text) => string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
