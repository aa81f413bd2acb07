namespace Charts.Tests.Helm;

/// <summary>Helm 3 and Helm 4 as <c>eng/tools</c> installs them; they never see a cluster or a person's own settings.</summary>
internal sealed class HelmProgram(int major)
{
    /// <summary>Both majors, for theories.</summary>
    public static TheoryData<int> Majors => [3, 4];

    /// <summary>Renders a chart as a release of the chart's own name.</summary>
    public Task<Command> TemplateAsync(string chart, string @namespace, params string[] arguments) =>
        RunAsync(chart, ["template", Path.GetFileName(chart), ".", "--namespace", @namespace, .. arguments]);

    public Task<Command> LintAsync(string chart, params string[] arguments) => RunAsync(chart, ["lint", "--strict", ".", .. arguments]);

    public Task<Command> RunAsync(string folder, params string[] arguments) => Command.RunAsync(
        Path.Combine(Repository.Tools, $"helm{major}"),
        folder,
        arguments,
        ("KUBECONFIG", "/dev/null"),
        ("HELM_CACHE_HOME", Path.Combine(Path.GetTempPath(), $"charts-tests-helm{major}-cache")),
        ("HELM_CONFIG_HOME", Path.Combine(Path.GetTempPath(), $"charts-tests-helm{major}-config")),
        ("HELM_DATA_HOME", Path.Combine(Path.GetTempPath(), $"charts-tests-helm{major}-data")));
}
