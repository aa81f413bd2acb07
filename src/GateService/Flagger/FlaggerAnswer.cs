using System.Text;
using GateService.Core.Words;

namespace GateService.Flagger;

/// <summary>
/// Flagger reads the status alone, and shows the text of a 4xx in its events; of 429 and 5xx it throws the text away and tries again. So every
/// verdict that is no "yes" is a 4xx with one line.
/// </summary>
internal static class FlaggerAnswer
{
    public static IResult Of(FlaggerHook hook, string verdict, string why) => TypedResults.Text(
        $"{verdict}: {OneLine.Of(why, 300)}\n",
        "text/plain",
        Encoding.UTF8,
        (hook, verdict) switch
        {
            (FlaggerHook.Rollback, "fail") => StatusCodes.Status200OK,
            (FlaggerHook.Rollback, _) => StatusCodes.Status409Conflict,
            (_, "pass") => StatusCodes.Status200OK,
            (FlaggerHook.Confirm, _) => StatusCodes.Status409Conflict,
            _ => StatusCodes.Status412PreconditionFailed,
        });
}
