using GateService.Tests.Hosting;

namespace GateService.Tests.Documents;

/// <summary>What becomes of the commands of a document: who runs them, or why nobody does.</summary>
/// <param name="Document">Path from the root of the repository.</param>
/// <param name="Begins">How a block, or a line of one, begins.</param>
internal abstract record KnownCommands(string Document, string Begins)
{
    /// <summary>Every block of commands in a document stands here; a new one is run, or says why not.</summary>
    public static IReadOnlyList<KnownCommands> All { get; } =
    [
        new RunBy("README.md", "dotnet run --project src/GateService.Demo", "test", "GateService.Demo.dll"),
        new RunByNobody("README.md", "./test", "it is what runs this test"),
        new RunHere("README.md", "dotnet run --project src/NewRelic.Simulator"),
        new RunHere("README.md", "dotnet pack src/NewRelic.Simulator"),
        new RunBy("charts/gate-service/README.md", "kubectl create namespace", "tests/Charts.Tests/Documents/InstallTests.cs", "\"charts\", \"gate-service\", \"README.md\""),
        new RunHere("docs/api.md", "curl --fail-with-body"),
        .. new[] { "# C#", "# TypeScript", "# Go" }.Select(begins => new RunBy("docs/api.md", begins, "tests/Clients/clients.test.mjs", "api.md")),
        new RunHere("docs/attribution.md", "curl -sS"),
        new RunByNobody("docs/measurements/decision-quality.md", "dotnet run -c Release --project tests/GateService.Bench", "twenty minutes on two cores; GateService.Bench.Tests holds its parts, and the document against them"),
        new RunHere("docs/gatectl.md", "dotnet pack src/GateService.Cli"),
        new RunByNobody("docs/gatectl.md", "dotnet publish src/GateService.Cli", "publishing for one runtime restores the tree anew that the other tests are run from"),
        new RunHere("docs/gatectl.md", "gatectl lint"),
        new RunHere("docs/gatectl.md", "gatectl check"),
        new RunBy("docs/gatectl.md", "gatectl power", "tests/GateService.Tests/Power/PowerTests.cs", "\"gatectl.md\""),
        new RunHere("docs/history.md", "gatectl backtest"),
        new RunHere("docs/operations.md", "NewRelic__AccountId"),
        new RunHere("docs/operations.md", "token="),
        new RunBy("docs/operations.md", "kubectl exec", "tests/GateService.Tests/History/BackupTests.cs", "\"docs\", \"operations.md\""),
        new RunBy("docs/operations.md", "pg_dump", "tests/GateService.Tests/History/BackupTests.cs", "\"docs\", \"operations.md\""),
        new RunByNobody("docs/measurements/performance.md", "dotnet run -c Release --project tests/GateService.Benchmarks", "minutes of load on both cores; ./test runs its 'kill', which loads and starts all of it"),
        new RunByNobody("docs/playbook.md", "kubectl argo rollouts status", "takes a cluster with a rollout that is done; PlainHelmTests renders the Job by the same option"),
        new RunHere("docs/simulator.md", "dotnet run --project src/NewRelic.Simulator"),
        new RunHere("docs/simulator.md", "dotnet pack src/NewRelic.Simulator"),
        new RunBy("docs/simulator.md", "curl ", "tests/NewRelic.Simulator.Tests/DocumentationTests.cs", "\"docs\", \"simulator.md\""),
        new RunByNobody("docs/telemetry.md", "dotnet run -c Release --project tests/GateService.Dialects", "minutes of load on both cores; DialectScenarioTests plays its scenarios"),
        .. new[] { "dotnet pack", "gatectl ", "cat > ", "sed -i", "dotnet run", "cp -r" }.Select(begins =>
            new RunBy("docs/tutorial.md", begins, "tests/GateService.Tests/Documents/TutorialTests.cs", "\"docs/tutorial.md\"")),
        new RunHere("src/NewRelic.Simulator/README.md", "newrelic-simulator"),
    ];

    /// <summary>Every document of the repository that can show commands.</summary>
    public static IEnumerable<string> Documents => new[] { "", "docs", "charts", "src", "actions" }
        .SelectMany(folder => Directory.EnumerateFiles(Repository.PathOf(folder), "*.md", folder.Length == 0 ? SearchOption.TopDirectoryOnly : SearchOption.AllDirectories))
        .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
        .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    public bool IsOf(FencedBlock block) => block.Document == Document && block.Text.StartsWith(Begins, StringComparison.Ordinal);
}

/// <summary>Run by <see cref="CommandTests"/>.</summary>
internal sealed record RunHere(string Document, string Begins) : KnownCommands(Document, Begins);

/// <summary>Run by another test.</summary>
/// <param name="Document">Path from the root of the repository.</param>
/// <param name="Begins">How the block begins.</param>
/// <param name="File">Where that test is.</param>
/// <param name="Reads">The words by which it reads the document, or runs what the document does.</param>
internal sealed record RunBy(string Document, string Begins, string File, string Reads) : KnownCommands(Document, Begins);

/// <summary>Cannot be run here.</summary>
/// <param name="Document">Path from the root of the repository.</param>
/// <param name="Begins">How the block begins, or a line of it.</param>
/// <param name="Why">For whoever asks why not.</param>
internal sealed record RunByNobody(string Document, string Begins, string Why) : KnownCommands(Document, Begins);
