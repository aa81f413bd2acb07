using System.Globalization;
using GateService.Core.Requests;
using GateService.Core.Words;

namespace GateService.History;

/// <summary>The step of a rollout whose first sight anchors its window.</summary>
internal sealed record StepAnchor(string Namespace, string Rollout, string CanaryHash, string Step)
{
    public static StepAnchor Of(GateRequest request) => new(request.Namespace ?? "", request.Rollout, request.CanaryHash ?? "", Key(request));

    private static string Key(GateRequest request) => (request.Mode, request.StepIndex, request.StepWeight) switch
    {
        (GateMode.Step, { } index, _) => $"index {index}",
        (GateMode.Step, _, { } weight) => string.Create(CultureInfo.InvariantCulture, $"weight {weight}"),
        var (mode, _, _) => EnumNames.Of(mode),
    };
}
