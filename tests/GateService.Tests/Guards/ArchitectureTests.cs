using System.Reflection;
using GateService.Cli;
using GateService.Core;
using GateService.Demo;
using GateService.Yaml;
using NewRelic.Api.Client;
using NewRelic.Simulator;

namespace GateService.Tests.Guards;

/// <summary>The arrows of docs/architecture.md.</summary>
public sealed class ArchitectureTests
{
    public static TheoryData<Type, string[]> Arrows => new()
    {
        { typeof(GateEvaluator), [] },
        { typeof(NerdGraphClient), [] },
        { typeof(SimulatorApp), [] },
        { typeof(GateServiceApp), ["GateService.Core", "GateService.Yaml", "NewRelic.Api"] },
        { typeof(PolicyTexts), ["GateService.Core"] },
        { typeof(DemoServers), ["GateService", "GateService.Yaml", "NewRelic.Simulator"] },
        { typeof(Gatectl), ["GateService.Core", "GateService.Yaml", "NewRelic.Api"] },
    };

    [Theory]
    [MemberData(nameof(Arrows))]
    public void A_project_knows_of_ours_only_what_it_may(Type inside, string[] allowed) =>
        References(inside).Where(name => name.StartsWith("GateService", StringComparison.Ordinal) || name.StartsWith("NewRelic", StringComparison.Ordinal))
            .Except(allowed).ShouldBeEmpty();

    [Fact]
    public void Core_knows_only_the_base_class_library() =>
        References(typeof(GateEvaluator)).Where(name => !name.StartsWith("System.", StringComparison.Ordinal)).ShouldBeEmpty();

    private static IEnumerable<string> References(Type inside) =>
        inside.Assembly.GetReferencedAssemblies().Select((AssemblyName reference) => reference.Name!);
}
