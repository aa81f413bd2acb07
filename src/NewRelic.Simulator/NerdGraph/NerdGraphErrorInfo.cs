using GraphQL;
using GraphQL.Execution;

namespace NewRelic.Simulator.NerdGraph;

/// <summary>Writes errors with NerdGraph's extensions instead of graphql-dotnet's.</summary>
internal sealed class NerdGraphErrorInfo : ErrorInfoProvider
{
    public override ErrorInfo GetInfo(ExecutionError executionError) => executionError switch
    {
        NerdGraphError error => new ErrorInfo { Message = error.Message, Extensions = Extensions(error.ErrorClass, error.ErrorCode) },
        UnhandledError => new ErrorInfo { Message = "An error occurred resolving this field", Extensions = Extensions("SERVER_ERROR", null) },
        _ => new ErrorInfo { Message = executionError.Message, Extensions = Extensions("INVALID_INPUT", null) },
    };

    private static Dictionary<string, object?> Extensions(string errorClass, string? errorCode)
    {
        var extensions = new Dictionary<string, object?> { ["errorClass"] = errorClass };
        if (errorCode is not null)
        {
            extensions["errorCode"] = errorCode;
        }

        return extensions;
    }
}
