using Charts.Tests.Helm;

namespace Charts.Tests.Fit;

/// <summary>A setting that the gate does not know, or cannot read, is refused while rendering: the chart knows what the code reads, and nothing else.</summary>
public sealed class SettingTests(Workshop workshop)
{
    /// <summary>What is said by a value of the chart's own, and may not be said twice.</summary>
    private static readonly string[] Elsewhere = ["NewRelic__AccountId", "NewRelic__ApiKey", "NewRelic__Region", "Policies__Directory", "Policies__ReloadInterval", "History__ConnectionString", "Telemetry__PrometheusPort", "History__KeepAtMostMegabytes"];

    private static readonly (string Kind, string Good, string? Bad)[] Examples =
    [
        ("text", "x", null), ("truth", "true", "perhaps"), ("whole number", "40", "4.5"), ("number", "0.5", "half"), ("duration", "10m", "ten"), ("moment", "2027-06-30T00:00:00Z", "tomorrow"), ("address", "https://gate.example.com", "gate"),
    ];

    [Fact]
    public void The_chart_knows_every_setting_that_the_code_reads()
    {
        var lines = GateSettings.All.Select(setting => $"\"{setting.Name}\": \"{setting.Kind}\"").ToList();

        lines.Count.ShouldBeGreaterThan(80);
        Repository.ShouldBeCommitted($"{{\n{string.Join(",\n", lines)}\n}}\n", "charts", "gate-service", "files", "settings.json");
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Every_setting_renders_as_a_variable(int major)
    {
        var values = GateSettings.All.Where(setting => !Elsewhere.Contains(setting.Name) && !setting.Name.StartsWith("Auth__Tokens__", StringComparison.Ordinal) && !IsSecret(setting.Name))
            .Select(setting => $"  {setting.Name.Replace("*", "0", StringComparison.Ordinal)}: \"{Good(setting.Kind)}\"");

        (await RenderAsync(major, $"env:\n{string.Join('\n', values)}\n")).Good().ShouldContain("Shares__EvaluationsPerTeam");
    }

    [Fact]
    public async Task Every_setting_of_another_kind_than_text_is_refused_where_it_cannot_be_read()
    {
        var bad = GateSettings.All.Where(setting => !Elsewhere.Contains(setting.Name) && !setting.Name.StartsWith("Auth__Tokens__", StringComparison.Ordinal))
            .Select(setting => (Name: setting.Name.Replace("*", "0", StringComparison.Ordinal), Value: Bad(setting.Kind))).Where(setting => setting.Value is not null).ToList();

        var error = (await RenderAsync(4, $"env:\n{string.Join('\n', bad.Select(setting => $"  {setting.Name}: \"{setting.Value}\""))}\n")).Error;

        bad.Where(setting => !error.Contains($"- env.{setting.Name} '{setting.Value}' is n", StringComparison.Ordinal)).ShouldBeEmpty(error);
        error.ShouldContain($"refuses these values ({bad.Count}):");
    }

    [Fact]
    public async Task Every_misspelt_setting_is_refused()
    {
        var names = GateSettings.All.Where(setting => !setting.Name.Contains('*')).Select(setting => $"{setting.Name}s").Where(name => GateSettings.All.All(setting => setting.Name != name)).ToList();

        var error = (await RenderAsync(4, $"env:\n{string.Join('\n', names.Select(name => $"  {name}: {{valueFrom: {{secretKeyRef: {{name: a, key: b}}}}}}"))}\n")).Error;

        names.Where(name => !error.Contains($"- env.{name} is no setting of the gate's, and it would not start: write one of {name.Split("__")[0]}__", StringComparison.Ordinal)).ShouldBeEmpty(error);
    }

    private static bool IsSecret(string name) => name.EndsWith("Secret", StringComparison.Ordinal) || name.EndsWith("ApiKey", StringComparison.Ordinal) || name.EndsWith("Password", StringComparison.Ordinal);

    private static string Good(string kind) => kind.StartsWith("one of ", StringComparison.Ordinal) ? kind["one of ".Length..].Split(", ")[0] : Examples.Single(example => example.Kind == kind).Good;

    private static string? Bad(string kind) => kind.StartsWith("one of ", StringComparison.Ordinal) ? "another" : Examples.Single(example => example.Kind == kind).Bad;

    private async Task<Command> RenderAsync(int major, string values)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, values);
        var rendered = await Workshop.Helm(major).TemplateAsync(workshop.Chart(major, "gate-service"), "gate-service", "--values", Workshop.SmallestGate, "--values", file);
        File.Delete(file);
        return rendered;
    }
}
