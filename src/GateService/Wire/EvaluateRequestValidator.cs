using System.Text.RegularExpressions;
using FluentValidation;
using GateService.Core.Requests;
using GateService.Core.Words;

namespace GateService.Wire;

/// <summary>Every fault of a request at once, each with the value and what was expected. Doubtful hashes are no fault: they are judged, as inconclusive.</summary>
internal sealed partial class EvaluateRequestValidator : AbstractValidator<EvaluateRequest>
{
    private const int MostArgs = 32;
    private const int LongestArg = 1024;
    private const string Moment = "a moment from 2000 to now (ISO-8601 or epoch milliseconds)";

    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ShortestWindow = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestWindow = TimeSpan.FromHours(24);

    public EvaluateRequestValidator(TimeProvider time)
    {
        RuleFor(request => request.Service).NotEmpty().OverridePropertyName("service").WithMessage("is missing: expected the name the service reports to New Relic under");
        Text("service", request => request.Service, 255);
        Text("team", request => request.Team, 255);
        Text("cluster", request => request.Cluster, 128);
        Text("policy", request => request.Policy, 63);
        Text("canaryHash", request => request.CanaryHash, 253);
        Text("stableHash", request => request.StableHash, 253);
        Text("revision", request => request.Revision, 63);
        Value("namespace", request => request.Namespace, RequestValues.IsDnsLabel, "a Kubernetes namespace: lower-case letters, digits and dashes, at most 63");
        Value("rollout", request => request.Rollout ?? Implied(request), RequestValues.IsDnsSubdomain, "a Kubernetes name: lower-case letters, digits, dashes and dots (the service is taken where rollout is not given)");
        Value("strategy", request => request.Strategy, text => RequestValues.Strategy(text) is not null, EnumNames.Choices<Strategy>());
        Value("mode", request => request.Mode, text => RequestValues.Mode(text) is not null, EnumNames.Choices<GateMode>());
        Value("stepIndex", request => request.StepIndex, text => RequestValues.StepIndex(text) is not null, "a whole number, 0 or more");
        Value("stepWeight", request => request.StepWeight, text => RequestValues.Weight(text) is not null, "a percentage from 0 to 100");
        Value("window", request => request.Window, IsWindow, "a duration from 10s to 24h, such as 10m, PT10M or 600");
        foreach (var (name, read) in new (string, Func<EvaluateRequest, string?>)[]
                 { ("stepStartedAt", request => request.StepStartedAt), ("rolloutStartedAt", request => request.RolloutStartedAt), ("at", request => request.At) })
        {
            Value(name, read, text => RequestValues.Moment(text) is { } moment && moment <= time.GetUtcNow() + Skew, Moment);
        }

        RuleFor(request => request).Custom((request, context) => CheckArgs(request.Args ?? new Dictionary<string, string>(), context));
    }

    private static string? Implied(EvaluateRequest request) =>
        request.Service is { } service && RequestValues.IsPlain(service) && service.Length <= 255 ? service : null;

    private static bool IsWindow(string text) => RequestValues.Window(text) is { } window && window >= ShortestWindow && window <= LongestWindow;

    private static void CheckArgs(IReadOnlyDictionary<string, string> args, ValidationContext<EvaluateRequest> context)
    {
        if (args.Count > MostArgs)
        {
            context.AddFailure("args", $"has {args.Count} entries: expected at most {MostArgs}");
        }

        foreach (var (name, value) in args.Take(MostArgs))
        {
            if (!ArgumentName().IsMatch(name))
            {
                context.AddFailure($"args.{Shown.Of(name)}", "is no argument name: expected letters, digits and underscores, beginning with a letter, at most 64");
            }
            else if (value.Length > LongestArg || !RequestValues.IsPlain(value))
            {
                context.AddFailure($"args.{name}", $"'{Shown.Short(value)}': expected plain text, at most {LongestArg} characters (none of them a control character)");
            }
        }
    }

    private void Text(string name, Func<EvaluateRequest, string?> read, int longest) =>
        Value(name, read, text => text.Length <= longest && RequestValues.IsPlain(text), $"plain text, at most {longest} characters (none of them a control character)");

    private void Value(string name, Func<EvaluateRequest, string?> read, Func<string, bool> isValid, string expected) =>
        RuleFor(request => read(request)).Must(text => text is null || isValid(text)).OverridePropertyName(name)
            .WithMessage((request, _) => $"'{Shown.Short(read(request))}': expected {expected}");

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_]{0,63}\z")]
    private static partial Regex ArgumentName();
}
