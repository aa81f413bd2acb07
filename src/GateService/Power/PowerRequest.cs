using System.Globalization;
using GateService.Core.Judging.Sequential;
using GateService.Core.Words;
using GateService.Doctor;
using GateService.Wire;

namespace GateService.Power;

/// <summary>Whose traffic is looked at, and the rollout it is meant for.</summary>
/// <param name="Service">Where the traffic is found.</param>
/// <param name="Policy">By which it would be judged; null: the service's own.</param>
/// <param name="Steps">In order.</param>
/// <param name="See">So many times stable's bad events, or mean, should be seen; null: nobody wishes.</param>
internal sealed record PowerRequest(CheckupRequest Service, string? Policy, IReadOnlyList<PlannedStep> Steps, double? See)
{
    private const int MostSteps = 12;
    private const double MostTimes = 1000;
    private const string StepsExpected = "1 to 12 steps as weight:length, weights from 0.1 to 100 that rise, lengths from 1m to 24h, such as 5:10m,25:10m,50:10m";

    private static readonly IReadOnlyList<PlannedStep> Usual = [.. new double[] { 5, 25, 50, 100 }.Select(weight => new PlannedStep(weight, TimeSpan.FromMinutes(10)))];
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    /// <summary>Reads the fields of a query; null where one has a fault.</summary>
    /// <param name="field">A field by name; null or empty where it is not given.</param>
    /// <param name="now">The wall clock.</param>
    /// <param name="faults">Every fault by field.</param>
    public static PowerRequest? Read(Func<string, string?> field, DateTimeOffset now, Dictionary<string, string[]> faults)
    {
        string? Given(string name) => field(name) is { Length: > 0 } text ? text : null;
        var service = CheckupRequest.Read(field, now, faults);
        var steps = Given("steps") is { } written ? StepsOf(written) : Usual;
        if (steps is null)
        {
            faults["steps"] = [$"'{Shown.Of(Given("steps"))}': expected {StepsExpected}"];
        }

        var see = Given("see") is { } wished ? Times(wished) : null;
        if (Given("see") is { } unread && see is null)
        {
            faults["see"] = [$"'{Shown.Of(unread)}': expected how many times as bad as stable, above 1 and at most {MostTimes:0}, such as 2x"];
        }

        if (Given("policy") is { } policy && (policy.Length > 63 || !RequestValues.IsPlain(policy)))
        {
            faults["policy"] = [$"'{Shown.Of(policy)}': expected the name of a policy, at most 63 characters"];
        }

        return faults.Count > 0 ? null : new PowerRequest(service!, Given("policy"), steps!, see);
    }

    private static IReadOnlyList<PlannedStep>? StepsOf(string written)
    {
        var steps = written.Split(',', StringSplitOptions.TrimEntries).Select(StepOf).ToList();
        return steps.Count > MostSteps || steps.Contains(null) || steps.Zip(steps.Skip(1)).Any(pair => pair.First!.Weight >= pair.Second!.Weight) ? null : steps.ConvertAll(step => step!);
    }

    private static PlannedStep? StepOf(string written) => written.Split(':', StringSplitOptions.TrimEntries) is [var weight, var length]
        && RequestValues.Weight(weight) is >= 0.1 and { } share && Durations.TryParse(length, out var held) && held >= Shortest && held <= Longest
        ? new PlannedStep(share, held)
        : null;

    private static double? Times(string written) =>
        double.TryParse(written.TrimEnd('x'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var times) && times is > 1 and <= MostTimes ? times : null;
}
