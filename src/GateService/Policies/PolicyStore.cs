using GateService.Core;
using GateService.Core.Judging;
using GateService.Core.Policies.Reading;
using Microsoft.Extensions.Options;

namespace GateService.Policies;

/// <summary>Holds the current catalog. A bad reload keeps the last good one and says so; a bad start stops the process.</summary>
internal sealed partial class PolicyStore : BackgroundService
{
    private readonly PolicyDirectory _directory;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _time;
    private readonly List<IJudge> _judges;
    private readonly ILogger<PolicyStore> _log;
    private SortedDictionary<string, string> _files = [];
    private volatile PolicySnapshot _current;

    /// <exception cref="PolicyFilesException">The files have faults; all of them are in the message.</exception>
    public PolicyStore(IOptions<PolicyOptions> options, IEnumerable<IJudge> judges, TimeProvider time, ILogger<PolicyStore> log)
    {
        _directory = PolicyDirectory.Find(options.Value.Directory);
        _interval = options.Value.ReloadInterval;
        _time = time;
        _judges = [.. judges];
        _log = log;
        var faults = new List<PolicyFault>();
        _files = _directory.Read(faults);
        _current = Build(_files, _judges, faults) is PolicyCatalogResult.Built built && faults.Count == 0
            ? new PolicySnapshot(built.Catalog, [], time.GetUtcNow())
            : throw new PolicyFilesException(_directory.Path, faults);
        Log.Loaded(log, built.Catalog.Policies.Count, _directory.Path);
    }

    public PolicySnapshot Current => _current;

    /// <summary>Builds a catalog from texts by file name; used by the linter too.</summary>
    public static PolicyCatalogResult Build(IReadOnlyDictionary<string, string> files, IEnumerable<IJudge> judges, List<PolicyFault> faults)
    {
        var documents = files.Select(file => YamlPolicyReader.Read(file.Key, file.Value, faults)).OfType<PolicyNode.Map>().ToList();
        var result = PolicyCatalog.Build(documents, Judges.ChoicesOf(judges));
        if (result is PolicyCatalogResult.Faulty faulty)
        {
            faults.AddRange(faulty.Faults);
        }

        return result;
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
        if (Build(files, _judges, faults) is PolicyCatalogResult.Built built && faults.Count == 0)
        {
            _current = new PolicySnapshot(built.Catalog, [], _time.GetUtcNow());
            Log.Loaded(_log, built.Catalog.Policies.Count, _directory.Path);
            return true;
        }

        if (!faults.SequenceEqual(_current.Faults))
        {
            Log.KeptLastGood(_log, faults.Count, string.Join("\n", faults));
        }

        _current = _current with { Faults = faults };
        return false;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_interval <= TimeSpan.Zero)
        {
            return;
        }

        using var timer = new PeriodicTimer(_interval, _time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            Reload();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 200, Level = LogLevel.Information, Message = "Loaded {Count} policies from {Directory}")]
        public static partial void Loaded(ILogger logger, int count, string directory);

        [LoggerMessage(EventId = 201, Level = LogLevel.Error, Message = "Kept the last good policies: the files have {Count} faults\n{Faults}")]
        public static partial void KeptLastGood(ILogger logger, int count, string faults);
    }
}
