using System.Text;
using GateService.Core.Verdicts;
using GateService.Core.Words;

namespace GateService.Flagger;

/// <summary>
/// Flagger reads the status alone, and shows the text of a 4xx in its events; of 429 and 5xx it throws the text away and tries again. So every
/// verdict that is no "yes" is a 4xx with one line.
/// </summary>
internal static class FlaggerAnswer
{
    public static IResult Of(FlaggerHook hook, Verdict verdict, string why) => TypedResults.Text(
        $"{EnumNames.Of(verdict)}: {OneLine.Of(why, 300)}\n",
        "text/plain",
        Encoding.UTF8,
        IsYes(hook, verdict) ? StatusCodes.Status200OK : No(hook));

    private static bool IsYes(FlaggerHook hook, Verdict verdict) => verdict switch
    {
        Verdict.Pass => hook != FlaggerHook.Rollback,
        Verdict.Fail => hook == FlaggerHook.Rollback,
        Verdict.Inconclusive => false,
    };

    private static int No(FlaggerHook hook) => hook switch
    {
        FlaggerHook.Rollout => StatusCodes.Status412PreconditionFailed,
        FlaggerHook.Confirm or FlaggerHook.Rollback => StatusCodes.Status409Conflict,
    };
}
