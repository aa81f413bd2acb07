using System.Formats.Tar;
using System.IO.Compression;
using System.Text.RegularExpressions;
using Charts.Tests.Helm;

namespace Charts.Tests.Image;

/// <summary>
/// The README's line that builds and pushes the image, run as it stands, into a registry of this test and on an empty base image: what it holds starts, and is
/// what the chart takes it for.
/// </summary>
public sealed partial class ImageTests
{
    [Fact]
    public async Task The_one_line_of_the_README_pushes_an_image_that_starts_as_the_chart_starts_it()
    {
        await using var registry = await SmallRegistry.StartAsync();
        var folder = Directory.CreateTempSubdirectory("charts-tests-").FullName;
        var line = PublishLine().Match(Repository.Read("charts", "gate-service", "README.md")).Value;
        line.ShouldContain("-t:PublishContainer");

        // What was built for these tests is published; the base image that Microsoft ships cannot be had on every machine.
        var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/')).Equals("debug", StringComparison.OrdinalIgnoreCase) ? "Debug" : "Release";
        var exact = line.Replace("-c Release", $"-c {configuration}", StringComparison.Ordinal);
        (await Command.RunAsync(
            "bash", Repository.Root, ["-c", $"{exact} --no-build --no-restore -p:ContainerBaseImage=$REGISTRY/dotnet/aspnet:10.0 -p:PublishDir={folder}/publish/"],
            ("REGISTRY", registry.Address), ("MSBUILDDISABLENODEREUSE", "1"))).Good();

        var (config, layer) = registry.Image("gate-service", "0.1.0");
        config.GetProperty("User").GetString().ShouldBe("1654");
        config.GetProperty("Entrypoint").EnumerateArray().Select(part => part.GetString()).ShouldBe(["dotnet", "/app/GateService.dll"]);
        config.GetProperty("ExposedPorts").EnumerateObject().Select(port => port.Name).ShouldBe(["5300/tcp"]);
        var environment = config.GetProperty("Env").EnumerateArray().Select(entry => entry.GetString()!.Split('=', 2)).ToDictionary(entry => entry[0], entry => (string?)entry[1]);
        environment["ASPNETCORE_HTTP_PORTS"].ShouldBe("5300");
        await TarFile.ExtractToDirectoryAsync(new GZipStream(new MemoryStream(layer), CompressionMode.Decompress), folder, overwriteFiles: false);
        environment.Remove("PATH");
        environment["Policies__Directory"] = $"{folder}{environment["Policies__Directory"]}";
        environment["Auth__Disabled"] = "true";
        environment["History__ConnectionString"] = "Data Source=image;Mode=Memory;Cache=Shared";
        await using (var gate = await GateProcess.StartAsync(Path.Combine(folder, "app", "GateService.dll"), environment))
        {
            (await gate.Client.GetAsync("/healthz/startup")).IsSuccessStatusCode.ShouldBeTrue("the policies lie where the image says");
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void The_image_of_the_Dockerfile_is_the_same_to_the_chart()
    {
        var gate = Repository.Read("Dockerfile").Split("AS gate\n")[1];

        gate.ShouldContain("WORKDIR /app\n");
        gate.ShouldContain("USER $APP_UID\n");
        gate.ShouldContain("EXPOSE 5300\n");
        gate.ShouldContain("ENV Policies__Directory=/app/policies\n");
        gate.ShouldContain("\"GateService.dll\", \"--urls\", \"http://0.0.0.0:5300\"");
    }

    [GeneratedRegex(@"^dotnet publish .*$", RegexOptions.Multiline)]
    private static partial Regex PublishLine();
}
