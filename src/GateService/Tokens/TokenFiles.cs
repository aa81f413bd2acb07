using GateService.Callers;
using GateService.Core.Policies.Reading;
using GateService.Telemetry;
using GateService.Yaml;
using Microsoft.Extensions.Options;

namespace GateService.Tokens;

/// <summary>
/// Tokens from a folder, such as a mounted Secret, taken over while the gate runs. A file with faults changes nothing of what it gave before, and nothing of the
/// others': a typo of one team locks nobody out. A file that is gone takes its tokens along, the last one too; a folder that is gone takes none.
/// </summary>
internal sealed partial class TokenFiles : BackgroundService, IHostedLifecycleService
{
    private static readonly string[] Extensions = [".yaml", ".yml", ".json"];

    private readonly PolicyDirectory? _directory;
    private readonly AuthOptions _options;
    private readonly TokenBook _book;
    private readonly GateMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<TokenFiles> _log;
    private readonly Dictionary<string, IReadOnlyList<TokenOptions>> _good = [];
    private SortedDictionary<string, string>? _files;
    private List<string> _unreadable = [];

    public TokenFiles(IOptions<AuthOptions> options, TokenBook book, GateMetrics metrics, TimeProvider time, ILogger<TokenFiles> log)
    {
        _options = options.Value;
        _directory = _options is { Disabled: false, TokensDirectory: { } path } ? new PolicyDirectory(Path.GetFullPath(path), "token", "Auth:TokensDirectory", Extensions) : null;
        (_book, _metrics, _time, _log) = (book, metrics, time, log);
    }

    /// <summary>What is wrong with the files now; the last good tokens of those that have faults are in force.</summary>
    public IReadOnlyList<PolicyFault> Faults { get; private set; } = [];

    /// <summary>Reads the files before anyone can ask.</summary>
    /// <exception cref="OptionsValidationException">There is no good token anywhere, and no issuer of any.</exception>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        Reload();
        return _directory is not null && _book.Count == 0 && _options.Issuers.Count == 0
            ? throw new OptionsValidationException("Auth", typeof(AuthOptions), ["nobody could ask: no token among the settings, and none that is good in Auth:TokensDirectory", .. Faults.Select(fault => fault.ToString())])
            : Task.CompletedTask;
    }

    /// <summary>Looks at the files once.</summary>
    public void Reload()
    {
        if (_directory is null)
        {
            return;
        }

        var (faults, unreadable) = (new List<PolicyFault>(), new List<string>());
        var files = _directory.TryRead(faults, unreadable);
        if (files is not null && _files is not null && files.SequenceEqual(_files) && unreadable.SequenceEqual(_unreadable))
        {
            return;
        }

        if (files is not null)
        {
            Take(files, unreadable, faults);
        }
        else
        {
            // Whatever can be read the next time is looked at anew.
            _files = null;
        }

        if (!faults.SequenceEqual(Faults))
        {
            Say(faults);
        }

        Faults = faults;
        _metrics.TokensRead(faults.Count);
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_directory is null || _options.TokensReloadInterval <= TimeSpan.Zero)
        {
            return;
        }

        using var timer = new PeriodicTimer(_options.TokensReloadInterval, _time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            Reload();
        }
    }

    /// <param name="files">What could be read.</param>
    /// <param name="unreadable">What is there and could not: it keeps what it gave before, as a file with faults does.</param>
    /// <param name="faults">Gets those of the files.</param>
    private void Take(SortedDictionary<string, string> files, List<string> unreadable, List<PolicyFault> faults)
    {
        (_files, _unreadable) = (files, unreadable);
        if (files.Count == 0 && unreadable.Count == 0)
        {
            faults.Add(_directory!.Nothing);
        }

        foreach (var gone in _good.Keys.Except(files.Keys).Except(unreadable).ToList())
        {
            _good.Remove(gone);
        }

        foreach (var (name, text) in files)
        {
            var before = faults.Count;
            var tokens = TokenReader.Read(name, text, faults);
            if (faults.Count == before)
            {
                _good[name] = tokens;
            }
        }

        var taken = Once(faults);
        _book.Use(taken);
        Log.Loaded(_log, taken.Count, _directory!.Path);
    }

    /// <summary>Names and hashes are one caller's: who comes first keeps them, and the settings come before all files.</summary>
    private List<TokenOptions> Once(List<PolicyFault> faults)
    {
        var (names, hashes) = (_options.Tokens.Select(token => token.Name).ToHashSet(), _options.Tokens.Select(token => token.Sha256).ToHashSet(StringComparer.OrdinalIgnoreCase));
        var taken = new List<TokenOptions>();
        foreach (var (file, token, number) in _good.OrderBy(entry => entry.Key, StringComparer.Ordinal).SelectMany(entry => entry.Value.Select((token, index) => (entry.Key, token, index + 1))))
        {
            var isNew = names.Add(token.Name);
            if (isNew && hashes.Add(token.Sha256))
            {
                taken.Add(token);
            }
            else
            {
                faults.Add(new PolicyFault(file, 0, "", $"token {number} has the {(isNew ? "hash" : "name")} of another, and was left out"));
            }
        }

        return taken;
    }

    private void Say(List<PolicyFault> faults)
    {
        if (faults.Count > 0)
        {
            Log.KeptLastGood(_log, faults.Count, string.Join("\n", faults));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 204, Level = LogLevel.Information, Message = "Loaded {Count} tokens from {Directory}")]
        public static partial void Loaded(ILogger logger, int count, string directory);

        [LoggerMessage(EventId = 205, Level = LogLevel.Error, Message = "Kept the last good tokens of files with faults ({Count})\n{Faults}")]
        public static partial void KeptLastGood(ILogger logger, int count, string faults);
    }
}
