namespace Charts.Tests.Helm;

/// <summary>Without Argo CD: Helm waits for no Rollout, and makes what stands still only once.</summary>
public sealed class PlainHelmTests(Workshop workshop)
{
    private const string Approve = "progressive-delivery.migration.contract.approve=2026-11-split-name";

    [Theory]
    [MemberData(nameof(HelmProgram.Majors), MemberType = typeof(HelmProgram))]
    public async Task A_helm_upgrade_that_approves_a_contract_is_refused(int major)
    {
        var rendered = await Workshop.Helm(major).TemplateAsync(workshop.Example(major, "schema-migration"), "shop", "--set", Approve, "--is-upgrade");

        rendered.Error.ShouldContain("migration.contract.approve '2026-11-split-name' in a helm upgrade");
        rendered.Error.ShouldContain("refuses these values (1):");
    }

    [Fact]
    public async Task A_contract_is_no_hook_of_Helm_s_and_can_be_made_alone()
    {
        var jobs = Manifest.All(await workshop.RenderExampleAsync(3, "schema-migration", "--set", Approve)).Where(manifest => manifest.Kind == "Job").ToList();
        var contract = jobs.Single(job => job.Text("metadata.labels.gate-service/migration") == "contract");

        jobs.Count.ShouldBe(2);
        contract.Text("metadata.name").ShouldContain("-contract-");
        $"{contract.Find("metadata.annotations")}".ShouldNotContain("helm.sh");
        $"{contract.Find("metadata.annotations")}".ShouldContain("PostSync");
    }

    [Fact]
    public async Task An_upgrade_without_a_contract_renders_as_ever() =>
        (await workshop.RenderExampleAsync(3, "schema-migration", "--is-upgrade")).ShouldBe(await workshop.RenderExampleAsync(3, "schema-migration"));

    [Fact]
    public async Task A_worker_is_asked_about_after_every_upgrade() =>
        $"{Manifest.All(await workshop.RenderExampleAsync(3, "kafka-worker")).Single(manifest => manifest.Kind == "AnalysisRun").Find("metadata.annotations")}".ShouldContain("post-install,post-upgrade");
}
