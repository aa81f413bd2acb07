using GateService.Core.Words;

namespace GateService.Core.Policies.Reading;

/// <summary>Reads which judge a policy or an objective chooses: one of those that are registered.</summary>
internal static class JudgeReader
{
    /// <param name="fields">Of the policy or the objective.</param>
    /// <param name="judges">Those there are.</param>
    /// <param name="otherwise">Who decides where nobody is named.</param>
    public static JudgeChoice Read(PolicyFields fields, IReadOnlyList<JudgeChoice> judges, JudgeChoice otherwise)
    {
        if (fields.Text("judge") is not { } name)
        {
            return otherwise;
        }

        if (judges.FirstOrDefault(judge => judge.Name == name) is { } known)
        {
            return known;
        }

        var names = judges.Select(judge => judge.Name).ToList();
        fields.Fault("judge", $"'{name}': expected {string.Join(" or ", names)}{Closest.Hint(name, names)}");
        return otherwise;
    }
}
