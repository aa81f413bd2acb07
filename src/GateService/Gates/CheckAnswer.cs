using System.Globalization;
using System.Text;
using GateService.Core.Findings;
using GateService.Core.Verdicts;
using GateService.Core.Words;
using GateService.Notifications;
using GateService.Wire;

namespace GateService.Gates;

/// <summary>An answer whose status code is the verdict, in the form the caller accepts: text, Markdown or JSON.</summary>
internal static class CheckAnswer
{
    public static IResult Of(WrittenAnswer answer, HttpRequest request)
    {
        var response = answer.Response;
        var status = response.Verdict switch
        {
            Verdict.Pass => StatusCodes.Status200OK,
            Verdict.Fail => StatusCodes.Status409Conflict,
            Verdict.Inconclusive => StatusCodes.Status412PreconditionFailed,
        };
        var accepted = request.Headers.Accept.ToString();
        return accepted.Contains("application/json", StringComparison.OrdinalIgnoreCase) ? JsonAnswer.Written(answer.Json, status)
            : accepted.Contains("text/markdown", StringComparison.OrdinalIgnoreCase) ? Text(Markdown(response), "text/markdown", status)
            : Text(Plain(response), "text/plain", status);
    }

    private static IResult Text(string text, string type, int status) => TypedResults.Text(text, type, Encoding.UTF8, status);

    private static string Plain(EvaluateResponse response)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{EnumNames.Of(response.Verdict)}: {response.Summary}\n");
        foreach (var objective in response.Objectives)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {EnumNames.Of(objective.Outcome),-9} {objective.Reason}\n");
        }

        foreach (var warning in response.Warnings)
        {
            text.Append(CultureInfo.InvariantCulture, $"  warning   {warning}\n");
        }

        return text.Append(CultureInfo.InvariantCulture, $"  decision  {response.Decision?.Url}\n").ToString();
    }

    private static string Markdown(EvaluateResponse response)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"**{EnumNames.Of(response.Verdict)}**: {Cell(response.Summary)}\n\n");
        if (response.Objectives.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", NumbersTable.Head)} | why |\n|{string.Concat(Enumerable.Repeat("---|", NumbersTable.Head.Count + 1))}\n");
            var ordered = response.Objectives.OrderBy(objective => objective.Outcome switch { FindingOutcome.Tripped => 0, FindingOutcome.Undecided => 1, FindingOutcome.Met => 2 });
            foreach (var objective in ordered)
            {
                text.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", NumbersTable.Rows([objective])[0].Select(Cell))} | {Cell(objective.Reason)} |\n");
            }
        }

        return text.Append(CultureInfo.InvariantCulture, $"\n[decision {response.Decision?.Id}]({response.Decision?.Url})\n").ToString();
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
