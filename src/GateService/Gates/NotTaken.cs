using GateService.Core.Verdicts;
using GateService.Core.Words;
using GateService.Http;
using GateService.Wire;

namespace GateService.Gates;

/// <summary>A question of a caller we know that could not be taken, told where its reader looks (docs/decisions/0005).</summary>
internal static class NotTaken
{
    /// <summary>For Argo, which shows people nothing but the body of a 200: inconclusive, with the field first.</summary>
    public static IResult Inconclusive(RequestReading.Refused refused) => new Told(JsonAnswer.Of(Answer(refused)), refused);

    /// <summary>For shells and people, who see the body of every status.</summary>
    public static IResult Problem(RequestReading.Refused refused) => refused.Status == StatusCodes.Status400BadRequest
        ? Problems.Invalid(refused.Faults, "nothing was evaluated; every fault of the request is listed")
        : Problems.Of(refused.Status, Problems.Words(refused.Faults));

    /// <summary>What a caller gets that lacks the role to ask.</summary>
    public static RequestReading.Refused Lacking(string why) => new(StatusCodes.Status403Forbidden, new() { ["token"] = [why] }, []);

    /// <summary>An answer in another form, with the note that a refusal leaves.</summary>
    public static IResult As(IResult answer, RequestReading.Refused refused) => new Told(answer, refused);

    /// <summary>The first fault in a line, and that there are more.</summary>
    public static string Line(RequestReading.Refused refused)
    {
        var lines = Problems.Lines(refused.Faults).ToList();
        var more = lines.Count switch { 1 => "", 2 => "; 1 more fault in warnings", _ => $"; {lines.Count - 1} more faults in warnings" };
        return OneLine.Of($"{lines[0]}; nothing was evaluated{more}", ReasonLine.Longest);
    }

    private static EvaluateResponse Answer(RequestReading.Refused refused)
    {
        var line = Line(refused);
        return new EvaluateResponse
        {
            Result = [0d, EnumNames.Of(Verdict.Inconclusive), line],
            Verdict = Verdict.Inconclusive,
            Passed = false,
            Score = 0,
            Summary = line,
            Tripped = [],
            Objectives = [],
            Decision = null,
            Warnings = [.. Problems.Lines(refused.Faults).Skip(1).Concat(refused.Warnings).Select(warning => OneLine.Of(warning, 400))],
        };
    }

    private sealed class Told(IResult answer, RequestReading.Refused refused) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            RefusalNote.Leave(httpContext, refused.Status, Problems.Words(refused.Faults));
            return answer.ExecuteAsync(httpContext);
        }
    }
}
