using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace GateService.Benchmarks;

/// <summary>The gate or the simulator as a process of its own on a free loopback port; ends with its owner.</summary>
internal sealed class Server : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _folder;

    private readonly bool _keepsFolder;

    private Server(Process process, Uri url, string folder, bool keepsFolder)
    {
        _process = process;
        _folder = folder;
        _keepsFolder = keepsFolder;
        Http = new HttpClient { BaseAddress = url, Timeout = TimeSpan.FromMinutes(10) };
    }

    /// <summary>Another build of the gate to measure beside this one: its GateService.dll, or its program where it brings its own runtime.</summary>
    private static string Gate => Environment.GetEnvironmentVariable("GATE_BENCH_GATE") ?? Path.Combine(AppContext.BaseDirectory, "GateService.dll");

    /// <summary>Further environment of every gate, to try settings of the runtime: <c>DOTNET_gcServer=0;DOTNET_TieredPGO=0</c>.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Tried => from pair in (Environment.GetEnvironmentVariable("GATE_BENCH_ENVIRONMENT") ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries)
                                                                      let parts = pair.Split('=', 2)
                                                                      select KeyValuePair.Create(parts[0], parts[1]);

    private static string Own => typeof(Server).Assembly.GetName().Name + ".dll";

    public HttpClient Http { get; }

    /// <summary>From creating the process to the first 200 of its health endpoint.</summary>
    public TimeSpan StartedIn { get; private set; }

    public static Task<Server> SimulatorAsync() => StartAsync("NewRelic.Simulator.dll", "/health", new()
    {
        ["Simulator__QueriesPerMinute"] = "100000000",
        ["Simulator__IdenticalQueriesPerMinute"] = "100000000",
    });

    /// <param name="more">Further settings, as environment variables.</param>
    /// <param name="folder">To work in, and to leave as it is; null for one of its own.</param>
    public static Task<Server> GateAsync(Server simulator, Dictionary<string, string>? more = null, string? folder = null) => GateAsync(NerdGraphOf(simulator), more, folder);

    public static Task<Server> GateAsync(Uri nerdGraph, Dictionary<string, string>? more = null, string? folder = null, string? gate = null)
    {
        var settings = new Dictionary<string, string>(AsShipped(nerdGraph))
        {
            ["Gate__Deadline"] = "00:01:00",
            ["NewRelic__TotalTimeout"] = "00:00:50",
            ["NewRelic__AttemptTimeout"] = "00:00:40",
            ["NewRelic__QueriesPerMinute"] = "1000000",
        };
        foreach (var (key, value) in (gate is null ? (more ?? []).Concat(Tried) : more ?? []))
        {
            settings[key] = value;
        }

        return StartAsync(gate ?? Gate, "/healthz/ready", settings, folder);
    }

    /// <summary>New Relic's part played by <see cref="PlayedNerdGraph"/>.</summary>
    public static Task<Server> PlayedNerdGraphAsync() => StartAsync(Own, "/health", [], null, "as-new-relic");

    public static Task<Server> ForwarderAsync(Uri to) => StartAsync(Own, "/health", [], null, "as-forwarder", to.ToString());

    /// <summary>With the deadlines it ships with.</summary>
    /// <param name="simulator">New Relic's part.</param>
    /// <param name="more">Further settings, as environment variables.</param>
    public static Task<Server> ShippedGateAsync(Server simulator, Dictionary<string, string>? more = null)
    {
        var settings = AsShipped(NerdGraphOf(simulator));
        foreach (var (key, value) in more ?? [])
        {
            settings[key] = value;
        }

        return StartAsync(Gate, "/healthz/ready", settings);
    }

    public bool HasExited => _process.HasExited;

    /// <summary>kill -9: nothing is finished, nothing is said.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Processor time used so far: what a busy machine does not change.</summary>
    public TimeSpan ProcessorTime()
    {
        _process.Refresh();
        return _process.TotalProcessorTime;
    }

    /// <summary>Resident memory in MB (10^6 bytes), as the kernel counts it.</summary>
    public double ResidentMegabytes() => Megabytes("VmRSS:");

    /// <summary>The most there ever was of it.</summary>
    public double PeakMegabytes() => Megabytes("VmHWM:");

    private double Megabytes(string name)
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").First(text => text.StartsWith(name, StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024 / 1e6;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        if (!_keepsFolder)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static Uri NerdGraphOf(Server simulator) => new(simulator.Http.BaseAddress!, "/graphql");

    private static Dictionary<string, string> AsShipped(Uri nerdGraph) => new()
    {
        ["NewRelic__Endpoint"] = nerdGraph.ToString(),
        ["NewRelic__AccountId"] = "1",
        ["NewRelic__ApiKey"] = "NRAK-BENCHMARK",
        ["Auth__Disabled"] = "true",
    };

    private static async Task<Server> StartAsync(string assembly, string health, Dictionary<string, string> settings, string? given = null, params string[] arguments)
    {
        var folder = given ?? Directory.CreateTempSubdirectory("gate-benchmark-").FullName;
        var url = new Uri($"http://127.0.0.1:{FreePort()}");
        string[] program = assembly.EndsWith(".dll", StringComparison.Ordinal) ? ["dotnet", Path.Combine(AppContext.BaseDirectory, assembly)] : [assembly];
        var start = new ProcessStartInfo(program[0], [.. program[1..], .. arguments, "--urls", url.GetLeftPart(UriPartial.Authority)])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
        };
        foreach (var (key, value) in settings)
        {
            start.Environment[key] = value;
        }

        var watch = Stopwatch.StartNew();
        var server = new Server(Process.Start(start)!, url, folder, given is not null);
        server._process.OutputDataReceived += (_, line) => { if (Environment.GetEnvironmentVariable("GATE_BENCH_LOG") is { } file) { File.AppendAllText(file, line.Data + "\n"); } };
        server._process.BeginOutputReadLine();
        while (!await IsHealthyAsync(server.Http, health))
        {
            if (server._process.HasExited || watch.Elapsed > TimeSpan.FromSeconds(60))
            {
                throw new InvalidOperationException($"{assembly} did not become healthy at {new Uri(url, health)} within {watch.Elapsed.TotalSeconds:0} s");
            }

            await Task.Delay(2);
        }

        server.StartedIn = watch.Elapsed;
        return server;
    }

    private static async Task<bool> IsHealthyAsync(HttpClient http, string path)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
