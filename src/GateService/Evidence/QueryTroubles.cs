using GateService.Core.Evidence;
using NewRelic.Api;

namespace GateService.Evidence;

/// <summary>An error of the client in the words of the evidence, which knows no client.</summary>
internal static class QueryTroubles
{
    public static QueryTrouble Of(NerdGraphErrorKind kind) => kind switch
    {
        NerdGraphErrorKind.Unauthorized => QueryTrouble.Unauthorized,
        NerdGraphErrorKind.Forbidden => QueryTrouble.Forbidden,
        NerdGraphErrorKind.PaymentRequired => QueryTrouble.PaymentRequired,
        NerdGraphErrorKind.InvalidInput => QueryTrouble.InvalidInput,
        NerdGraphErrorKind.NotFound => QueryTrouble.NotFound,
        NerdGraphErrorKind.Timeout => QueryTrouble.Timeout,
        NerdGraphErrorKind.RateLimited => QueryTrouble.RateLimited,
        NerdGraphErrorKind.ServerError => QueryTrouble.ServerError,
        NerdGraphErrorKind.Network => QueryTrouble.Network,
        NerdGraphErrorKind.MalformedResponse => QueryTrouble.MalformedResponse,
        NerdGraphErrorKind.CircuitOpen => QueryTrouble.CircuitOpen,
        NerdGraphErrorKind.Overloaded => QueryTrouble.Overloaded,
        NerdGraphErrorKind.TooLong => QueryTrouble.TooLong,
        NerdGraphErrorKind.NoRoom => QueryTrouble.NoRoom,
        NerdGraphErrorKind.Rationed => QueryTrouble.Rationed,
        NerdGraphErrorKind.DeadlineExceeded => QueryTrouble.DeadlineExceeded,
        NerdGraphErrorKind.Unknown => QueryTrouble.Unknown,
    };
}
