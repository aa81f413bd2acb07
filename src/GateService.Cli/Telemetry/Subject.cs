using GateService.Core.Policies;
using GateService.Core.Policies.Reading;
using GateService.Core.Requests;
using GateService.Yaml;

namespace GateService.Cli.Telemetry;

/// <summary>A policy that is held against events: by itself, or as a service gets it.</summary>
/// <param name="Policy">With every layer over it.</param>
/// <param name="Service">Whose; null where it is no service's.</param>
/// <param name="At">Where the service's file names it.</param>
internal sealed record Subject(GatePolicy Policy, string? Service, PolicyPosition? At)
{
    /// <summary>Every policy, and what every service gets by the strategy its rollouts are asked about with.</summary>
    public static IReadOnlyList<Subject> Of(PolicyCatalog catalog, IReadOnlyDictionary<string, string> files) =>
    [
        .. catalog.Policies.Select(policy => new Subject(policy, null, null)),
        .. files.Select(file => YamlPolicyReader.Read(file.Key, file.Value, [])).OfType<PolicyNode.Map>()
            .Where(map => map["kind"] is PolicyNode.Scalar { Text: "service" })
            .Select(map => map["name"]).OfType<PolicyNode.Scalar>()
            .SelectMany(name => catalog.Resolve(name.Text!, null, Strategy.Canary, null) is PolicyResolution.Resolved resolved
                ? new[] { new Subject(resolved.Policy, name.Text, name.Position) }
                : []),
    ];
}
