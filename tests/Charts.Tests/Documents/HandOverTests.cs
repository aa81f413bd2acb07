using Charts.Tests.Helm;

namespace Charts.Tests.Documents;

/// <summary>The example workflow's own commands, run as they stand in a repository like the one they are meant for.</summary>
public sealed class HandOverTests(Workshop workshop)
{
    [Fact]
    public async Task The_workflow_sets_the_image_sees_the_chart_render_and_commits()
    {
        var root = Directory.CreateTempSubdirectory("charts-tests-").FullName;
        var work = Path.Combine(root, "work");
        (await Command.RunAsync("git", root, ["init", "--quiet", "--bare", "--initial-branch=main", "deploy.git"])).Good();
        (await Command.RunAsync("git", root, ["clone", "--quiet", "deploy.git", "work"])).Good();
        (await Command.RunAsync("/bin/cp", root, ["-r", workshop.Example(3, "http-service"), Path.Combine(work, "checkout")])).Good();
        (await Command.RunAsync("/bin/cp", root, ["-r", workshop.Chart(3, "progressive-delivery"), Path.Combine(root, "progressive-delivery")])).Good();
        Directory.CreateDirectory(Path.Combine(root, "bin"));
        File.CreateSymbolicLink(Path.Combine(root, "bin", "helm"), Path.Combine(Repository.Tools, "helm3"));

        string[] scripts = ["git add . && git -c user.name=x -c user.email=x@example.com commit --quiet --message before && git push --quiet origin main", .. Steps("hand-over")];
        foreach (var script in scripts)
        {
            (await Command.RunAsync(
                "bash", work, ["-eo", "pipefail", "-c", script], ("IMAGE", "registry.example.com/checkout:4f2a1c9"), ("PATH", $"{Path.Combine(root, "bin")}:/usr/local/bin:/usr/bin:/bin"), ("HOME", root), ("GIT_CONFIG_NOSYSTEM", "1"))).Good();
        }

        var log = (await Command.RunAsync("git", root, ["--git-dir", "deploy.git", "log", "--format=%s", "main"])).Good();
        var values = (await Command.RunAsync("git", root, ["--git-dir", "deploy.git", "show", "main:checkout/values.yaml"])).Good();
        Directory.Delete(root, recursive: true);
        log.Split('\n')[0].ShouldBe("Deliver checkout 4f2a1c9");
        values.ShouldContain("  image: registry.example.com/checkout:4f2a1c9\n");
    }

    private static IEnumerable<string> Steps(string job)
    {
        var workflow = Manifest.All(Repository.Read("charts", "examples", "github-actions", "deliver.yaml")).Single();
        return workflow.Maps($"jobs.{job}.steps").Select(step => Manifest.Scalar(step, "run")).OfType<string>();
    }
}
