using System.Globalization;
using GateService.Core.Requests;
using GateService.Core.Words;

namespace GateService.History;

/// <summary>The step of a rollout whose first sight anchors its window: of one service in one cluster as one team sees it, because others may ask about the same rollout.</summary>
internal sealed record StepAnchor(string Team, string Service, string Cluster, string Namespace, string Rollout, string CanaryHash, string Step)
{
    /// <summary>Argo's, of the Rollout; empty where the caller sends none.</summary>
    public string Revision { get; init; } = "";

    public static StepAnchor Of(GateRequest request) =>
        new(request.Team ?? "", request.Service, request.Cluster ?? "", request.Namespace ?? "", request.Rollout, request.CanaryHash ?? "", Key(request)) { Revision = request.Revision ?? "" };

    private static string Key(GateRequest request) => request.Mode switch
    {
        GateMode.Step => request.StepIndex is { } index ? $"index {index}"
            : request.StepWeight is { } weight ? string.Create(CultureInfo.InvariantCulture, $"weight {weight}")
            : EnumNames.Of(GateMode.Step),
        GateMode.Background or GateMode.Preflight => EnumNames.Of(request.Mode),
    };
}
