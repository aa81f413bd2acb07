using GateService.Core.Judging;
using GateService.Core.Policies.Reading;
using GateService.Telemetry;
using GateService.Yaml;
using Microsoft.Extensions.Options;

namespace GateService.Policies;

/// <summary>
/// Holds the current catalog. Files with faults never replace good ones: a reload keeps the last good catalog and says so, a start takes the last good
/// files from the store, and only where none were ever kept is it refused.
/// </summary>
internal sealed partial class PolicyStore : BackgroundService, IHostedLifecycleService
{
    private readonly PolicyDirectory _directory;
    private readonly TimeSpan _interval;
    private readonly KeptPolicies _kept;
    private readonly GateMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly List<IJudge> _judges;
    private readonly ILogger<PolicyStore> _log;
    private SortedDictionary<string, string> _files = [];
    private SortedDictionary<string, string>? _unkept;
    private volatile PolicySnapshot? _current;

    public PolicyStore(IOptions<PolicyOptions> options, KeptPolicies kept, IEnumerable<IJudge> judges, GateMetrics metrics, TimeProvider time, ILogger<PolicyStore> log)
    {
        _directory = PolicyDirectory.Find(options.Value.Directory);
        _interval = options.Value.ReloadInterval;
        _kept = kept;
        _metrics = metrics;
        _time = time;
        _judges = [.. judges];
        _log = log;
    }

    /// <exception cref="InvalidOperationException">Asked before the host was started.</exception>
    public PolicySnapshot Current => _current ?? throw new InvalidOperationException("policies are loaded when the host starts");

    /// <summary>Reads the files, or what was kept of the last good ones, before any other service starts and before anyone can ask.</summary>
    /// <exception cref="PolicyFilesException">The files have faults, and nothing is kept; all of them are in the message.</exception>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var faults = new List<PolicyFault>();
        _files = _directory.Read(faults);
        if (TryBuild(_files, faults) is { } catalog)
        {
            Take(catalog);
            return;
        }

        var (kept, why) = await FindKeptAsync(cancellationToken);
        Use(kept is null ? throw new PolicyFilesException(_directory.Path, faults, why) : kept with { Faults = faults });
        Log.StartedWithKept(_log, kept.LoadedAt, faults.Count, string.Join("\n", faults));
    }

    /// <summary>Looks at the files once; true when something was taken over.</summary>
    public bool Reload()
    {
        var faults = new List<PolicyFault>();
        var files = _directory.Read(faults);
        if (faults.Count == 0 && files.SequenceEqual(_files))
        {
            return false;
        }

        _files = files;
        if (TryBuild(files, faults) is { } catalog)
        {
            Take(catalog);
            return true;
        }

        if (!faults.SequenceEqual(Current.Faults))
        {
            Log.KeptLastGood(_log, faults.Count, string.Join("\n", faults));
        }

        Use(Current with { Faults = faults });
        return false;
    }

    /// <summary>Keeps what is in force for the next start; tried again at the next look where the store is in trouble.</summary>
    public async Task KeepAsync(CancellationToken ct)
    {
        if (!_kept.IsEnabled || _unkept is not { } files)
        {
            return;
        }

        try
        {
            await _kept.KeepAsync(files, ct);
            _unkept = null;
        }
#pragma warning disable CA1031 // No trouble of the store may end the process that gives verdicts.
        catch (Exception e) when (!ct.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.NotKept(_log, e);
        }
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await KeepAsync(stoppingToken);
        if (_interval <= TimeSpan.Zero)
        {
            return;
        }

        using var timer = new PeriodicTimer(_interval, _time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            Reload();
            await KeepAsync(stoppingToken);
        }
    }

    /// <summary>The catalog of the files, or null with at least one fault. Nothing that a file holds gets past here as an exception.</summary>
    private PolicyCatalog? TryBuild(SortedDictionary<string, string> files, List<PolicyFault> faults)
    {
        try
        {
            return faults.Count == 0 && PolicyTexts.Build(files, _judges, faults) is PolicyCatalogResult.Built built && faults.Count == 0 ? built.Catalog : null;
        }
#pragma warning disable CA1031 // A fault of ours in reading files must not take the good ones away.
        catch (Exception e)
#pragma warning restore CA1031
        {
            faults.Add(new PolicyFault(files.Keys.FirstOrDefault() ?? "", 1, "", $"the files cannot be read together: {e.GetType().Name}: {e.Message}"));
            return null;
        }
    }

    private void Take(PolicyCatalog catalog)
    {
        Use(new PolicySnapshot(catalog, [], _time.GetUtcNow()) { Files = _files });
        _unkept = _files;
        Log.Loaded(_log, catalog.Policies.Count, _directory.Path);
    }

    private void Use(PolicySnapshot snapshot)
    {
        _current = snapshot;
        _metrics.PoliciesRead(snapshot.Faults.Count);
    }

    /// <summary>What an earlier process kept, or why that is of no use.</summary>
    private async Task<(PolicySnapshot? Kept, string Why)> FindKeptAsync(CancellationToken ct)
    {
        if (!_kept.IsEnabled)
        {
            return (null, "no last good ones are kept because History:Enabled is false");
        }

        try
        {
            if (await _kept.FindAsync(ct) is not { } found)
            {
                return (null, "no last good ones are kept yet");
            }

            var faults = new List<PolicyFault>();
            return TryBuild(found.Files, faults) is { } catalog
                ? (new PolicySnapshot(catalog, [], found.At) { Files = found.Files }, "")
                : (null, $"the last good ones, kept by an earlier version, have faults too ({faults[0]})");
        }
#pragma warning disable CA1031 // Why the store cannot be read is part of the sentence that refuses the start.
        catch (Exception e) when (!ct.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return (null, $"the last good ones cannot be read from the store ({e.Message})");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 200, Level = LogLevel.Information, Message = "Loaded {Count} policies from {Directory}")]
        public static partial void Loaded(ILogger logger, int count, string directory);

        [LoggerMessage(EventId = 201, Level = LogLevel.Error, Message = "Kept the last good policies: the files have faults ({Count})\n{Faults}")]
        public static partial void KeptLastGood(ILogger logger, int count, string faults);

        [LoggerMessage(EventId = 202, Level = LogLevel.Error, Message = "Started with the last good policies, kept at {KeptAt:O}: the files have faults ({Count})\n{Faults}")]
        public static partial void StartedWithKept(ILogger logger, DateTimeOffset keptAt, int count, string faults);

        [LoggerMessage(EventId = 203, Level = LogLevel.Warning, Message = "Could not keep the policies for the next start; it is tried again")]
        public static partial void NotKept(ILogger logger, Exception exception);
    }
}
