using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using GateService.Core.Policies.Telemetry;
using GateService.Core.Words;

namespace GateService.Core.Policies.Reading;

/// <summary>Reads a merged tree into an effective policy, with every fault and the origin of every value.</summary>
internal static partial class PolicyReader
{
    private static readonly string[] Heads = ["kind", "name", "extends", "description", "runbook"];

    /// <summary>As that of a request may be long.</summary>
    private const int LongestAddress = 1000;

    public static GatePolicy? Read(string name, PolicyNode.Map merged, IReadOnlyList<JudgeChoice> judges, List<PolicyFault> faults)
    {
        var before = faults.Count;
        var origins = Leaves("", merged).ToList();
        var fields = new PolicyFields(merged, "", faults, origins);
        foreach (var head in Heads)
        {
            fields.Text(head);
        }

        var telemetry = TelemetryReader.Read(fields.Nested("telemetry"), origins);
        var onHarm = ConsequenceReader.Read(fields) ?? Consequences.Failing;
        var policy = new GatePolicy
        {
            Name = name,
            Revision = Revision(merged),
            Description = fields.Text("description"),
            Runbook = Runbook(fields),
            Telemetry = telemetry,
            Slices = SliceReader.Read(fields.Nested("slices"), telemetry) ?? new SliceRule { Attributes = telemetry.PodAttributes },
            Window = fields.Value("window", Duration(10, 86_400), TimeSpan.FromMinutes(10), "10m", "a duration from 10s to 24h, such as 10m"),
            Bucket = fields.Value("bucket", Duration(10, 300), TimeSpan.FromSeconds(60), "60s", "a duration from 10s to 5m"),
            IngestDelay = fields.Value("ingestDelay", Duration(0, GatePolicy.LongestIngestDelay.TotalSeconds), TimeSpan.FromSeconds(60), "60s", "a duration from 0s to 10m"),
            Sequential = SequentialReader.Read(fields.Nested("sequential")),
            Attribution = AttributionReader.Read(fields.Nested("attribution"), onHarm),
            JudgesOnlyAgainstStable = fields.Value("judgeOnlyAgainstStable", PolicyValue.Truth, false, "false", "true or false"),
            OnHarm = onHarm,
            Objectives = Objectives(fields, judges, onHarm),
            Origins = origins,
        };
        CheckWindow(fields, policy);
        if (policy is { Telemetry.SeesPods: false, Slices.By: not SliceBy.Attribute })
        {
            fields.Fault("slices", $"{policy.Telemetry.Kind} does not see pods by name: expected by: attribute, with an attribute that names the backend ({policy.Telemetry.ServiceAttribute}), canaryValue and stableValue");
        }

        fields.RefuseOthers();
        return faults.Count == before ? WithFloors(policy) : null;
    }

    private static string? Runbook(PolicyFields fields)
    {
        if (fields.Text("runbook") is not { } text || IsAddress(text))
        {
            return fields.Text("runbook");
        }

        fields.Fault("runbook", $"'{text}': expected an absolute address with http or https, at most {LongestAddress} characters, such as https://wiki.example.com/checkout");
        return null;
    }

    /// <summary>An address of a page, and of nothing that a browser would run.</summary>
    private static bool IsAddress(string text) => text.Length <= LongestAddress && text.All(character => character > ' ' && !char.IsControl(character))
        && Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp) && address.Host.Length > 0;

    /// <summary>Where only stable counts, limits are floors.</summary>
    private static GatePolicy WithFloors(GatePolicy policy) =>
        policy.JudgesOnlyAgainstStable ? policy with { Objectives = [.. policy.Objectives.Select(objective => objective with { IsPromise = false })] } : policy;

    private static List<Objective> Objectives(PolicyFields fields, IReadOnlyList<JudgeChoice> judges, Consequences onHarm)
    {
        var judge = JudgeReader.Read(fields, judges, judges[0]);
        var objectives = new List<Objective>();
        if (fields.Nested("objectives") is not { Map.Entries.Count: > 0 } nested)
        {
            fields.Fault("objectives", "a policy without objectives can never pass: expected at least one");
            return objectives;
        }

        foreach (var (name, _) in nested.Map.Entries)
        {
            if (!ObjectiveName().IsMatch(name))
            {
                nested.Fault(name, $"'{name}': expected a name of lower-case letters, digits and dashes, at most 40");
            }

            if (nested.Nested(name) is { } objective && ObjectiveReader.Read(name, objective, judge, judges, onHarm) is { } read)
            {
                objectives.Add(read);
            }
        }

        return objectives;
    }

    private static void CheckWindow(PolicyFields fields, GatePolicy policy)
    {
        if (policy.Window / policy.Bucket > TelemetrySource.MostBuckets)
        {
            fields.FaultOfYounger(["window", "bucket"], "window", $"{Durations.Say(policy.Window)} is more than {TelemetrySource.MostBuckets} buckets of {Durations.Say(policy.Bucket)}, New Relic's limit: widen the bucket");
        }

        if (policy.Window < policy.Bucket)
        {
            fields.FaultOfYounger(["window", "bucket"], "window", $"{Durations.Say(policy.Window)} is shorter than one bucket of {Durations.Say(policy.Bucket)}");
        }
    }

    internal static void CheckNames(PolicyFields fields, string key, IEnumerable<string> names)
    {
        foreach (var name in names.Where(name => !AttributeName().IsMatch(name)))
        {
            fields.Fault(key, $"'{name}': expected a New Relic name of letters, digits, '_', '.', ':', '/', '-' and spaces");
        }
    }

    private static Func<string, TimeSpan?> Duration(double least, double most) =>
        text => Durations.TryParse(text, out var duration) && duration.TotalSeconds >= least && duration.TotalSeconds <= most ? duration : null;

    private static string Revision(PolicyNode.Map merged)
    {
        var content = string.Join('\n', Leaves("", merged).Where(leaf => !Heads.Contains(leaf.Path)).Select(leaf => $"{leaf.Path}={leaf.Value}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)))[..12];
    }

    private static IEnumerable<PolicyValueOrigin> Leaves(string path, PolicyNode node) => node switch
    {
        PolicyNode.Map map => map.Entries.SelectMany(entry => Leaves(path.Length == 0 ? entry.Key : $"{path}.{entry.Key}", entry.Value)),
        PolicyNode.List list => [new PolicyValueOrigin(path, string.Join(", ", list.Items.OfType<PolicyNode.Scalar>().Select(item => item.Text)), list.Position.File, list.Position.Line)],
        PolicyNode.Scalar scalar => [new PolicyValueOrigin(path, scalar.Text ?? "null", scalar.Position.File, scalar.Position.Line)],
        _ => [],
    };

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_.:/ -]{0,254}\z")]
    internal static partial Regex AttributeName();

    [GeneratedRegex(@"^[a-z][a-z0-9-]{0,39}\z")]
    private static partial Regex ObjectiveName();
}
