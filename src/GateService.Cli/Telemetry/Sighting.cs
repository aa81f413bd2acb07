using System.Globalization;
using GateService.Core;
using GateService.Core.Policies.Reading;
using GateService.Core.Words;
using GateService.Yaml;
using NewRelic.Api;

namespace GateService.Cli.Telemetry;

/// <summary>Holds what policies take for granted against what New Relic holds.</summary>
internal sealed class Sighting
{
    /// <summary>Seconds for milliseconds are wrong by a thousand; a generous limit over a fast service is hardly wrong by half of that.</summary>
    private const double WrongUnit = 500;

    private readonly Tally _tally;
    private readonly IReadOnlyDictionary<string, IReadOnlyList<string>> _known;
    private readonly string _since;
    private readonly List<PolicyFault> _faults = [];
    private readonly List<PolicyFault> _warnings = [];

    private Sighting(Tally tally, IReadOnlyDictionary<string, IReadOnlyList<string>> known, string since) => (_tally, _known, _since) = (tally, known, since);

    /// <param name="files">Files without faults.</param>
    /// <param name="account">Whom to ask.</param>
    /// <param name="ct">Ends the asking.</param>
    /// <exception cref="Shell.FaultException">New Relic does not answer.</exception>
    public static async Task<Doubts> LookAsync(IReadOnlyDictionary<string, string> files, SeenAccount account, CancellationToken ct)
    {
        if (PolicyTexts.Build(files, Judges.Shipped, []) is not PolicyCatalogResult.Built { Catalog: var catalog })
        {
            return new Doubts([], []);
        }

        var subjects = Subject.Of(catalog, files).Select(subject => (Subject: subject, Claims: PolicyClaims.Of(subject.Policy).ToList())).ToList();
        var tally = await Tally.AskAsync(subjects.SelectMany(one => one.Claims.SelectMany(claim => Wanted(one.Subject, claim)).Concat(Wanted(one.Subject))), account, ct);
        var types = subjects.SelectMany(one => one.Claims.OfType<Claim.Carried>()).Where(claim => claim.Names.All(name => tally[new Scope(claim.EventType), Column.Carrying(name)] == 0))
            .Select(claim => claim.EventType).Distinct().Where(type => tally[new Scope(type), Column.Events] > 0).ToList();
        var keys = types.Count == 0 ? new Dictionary<string, NrqlResult>() : await account.AskAsync([.. types.Select(type => new NrqlQuery(type, Nrql.Create($"SELECT keyset() FROM {new NrqlIdentifier(type)} SINCE {account.Since} AGO")))], ct);
        var sighting = new Sighting(tally, keys.ToDictionary(found => found.Key, found => (IReadOnlyList<string>)[.. found.Value.Rows.Select(row => row.Text("key")).OfType<string>()]), account.SinceSaid);
        foreach (var (subject, claims) in subjects)
        {
            sighting.Hold(subject, claims);
        }

        return new Doubts(sighting._faults, sighting._warnings);
    }

    private static IEnumerable<(Scope Scope, Column Column)> Wanted(Subject subject) =>
        subject.Service is null ? [] : Both(subject, subject.Policy.Telemetry.EventType, subject.Policy.Telemetry.ServiceAttribute, Column.Events)
            .Append((new Scope(subject.Policy.Telemetry.EventType), Column.Carrying(subject.Policy.Telemetry.ServiceAttribute)));

    private static IEnumerable<(Scope Scope, Column Column)> Wanted(Subject subject, Claim claim) =>
        Columns(claim).Prepend(Column.Events).SelectMany(column => Both(subject, claim.EventType, claim.By, column)).Append((new Scope(claim.EventType), Column.Carrying(claim.By)));

    private static IEnumerable<(Scope Scope, Column Column)> Both(Subject subject, string type, string by, Column column) =>
        subject.Service is null ? [(new Scope(type), column)] : [(new Scope(type), column), (new Scope(type, by, subject.Service), column)];

    private static IEnumerable<Column> Columns(Claim claim) => claim switch
    {
        Claim.Carried carried => carried.Names.Select(Column.Carrying),
        Claim.Met met => [Column.Meeting(met.Condition)],
        Claim.Sized sized => [Column.Size(sized.Attribute, sized.Quantile)],
        _ => [],
    };

    private void Hold(Subject subject, List<Claim> claims)
    {
        if (subject is { Service: { } service, At: { } at, Policy.Telemetry: { ServiceValue: null } telemetry } && !IsSeen(telemetry.EventType, telemetry.ServiceAttribute, service))
        {
            _faults.Add(new PolicyFault(at.File, at.Line, "name", $"'{service}': no {telemetry.EventType} event of the last {_since} has {telemetry.ServiceAttribute} = '{service}'"));
        }

        foreach (var claim in claims)
        {
            Hold(subject.Service, claim);
        }
    }

    /// <summary>True too where another fault says why not: the attribute itself is unknown.</summary>
    private bool IsSeen(string type, string by, string service) =>
        _tally[new Scope(type, by, service), Column.Events] > 0 || (_tally[new Scope(type), Column.Events] > 0 && _tally[new Scope(type), Column.Carrying(by)] == 0);

    private void Hold(string? service, Claim claim)
    {
        var (all, own) = (new Scope(claim.EventType), new Scope(claim.EventType, claim.By, service));
        if (_tally[all, Column.Events] == 0)
        {
            if (claim is Claim.Events && service is not null)
            {
                _faults.Add(Said(claim, $"'{claim.EventType}': there is no such event in the last {_since}"));
            }
        }
        else if (claim is Claim.Carried carried && carried.Names.All(name => _tally[all, Column.Carrying(name)] == 0))
        {
            var hint = carried.Names is [var only] ? Closest.Hint(only, _known.GetValueOrDefault(claim.EventType) ?? []) : "";
            _faults.Add(Said(claim, $"'{string.Join(", ", carried.Names)}': no {claim.EventType} event of the last {_since} carries {(carried.Names.Count == 1 ? "it" : "any of them")}{hint}"));
        }
        else if (service is not null && _tally[own, Column.Events] is > 0 and var events && Doubt(claim, own, events) is { } doubt)
        {
            _warnings.Add(Said(claim, doubt));
        }
    }

    private string? Doubt(Claim claim, Scope own, double events)
    {
        var counted = $"{events.ToString("N0", CultureInfo.InvariantCulture)} {claim.EventType} event{(events == 1 ? "" : "s")} of {own.Service} in the last {_since}";
        return claim switch
        {
            Claim.Carried carried when carried.Names.All(name => _tally[own, Column.Carrying(name)] == 0) => $"'{string.Join(", ", carried.Names)}' is null on all {counted}",
            Claim.Met met when _tally[own, Column.Meeting(met.Condition)] == 0 => $"'{met.Condition}' is true of none of the {counted}",
            Claim.Sized sized when sized.Scale * _tally[own, Column.Size(sized.Attribute, sized.Quantile)] is > 0 and var size && Math.Max(sized.Limit / size, size / sized.Limit) >= WrongUnit =>
                string.Create(CultureInfo.InvariantCulture, $"the limit of {Quantity.Limit(sized.Limit, sized.Unit)} is {(sized.Limit > size ? $"{sized.Limit / size:N0} times" : $"a {size / sized.Limit:N0}th of")} what {sized.Attribute} is on {counted}, {Quantity.Say(size, sized.Unit)}: is it in another unit?"),
            _ => null,
        };
    }

    private static PolicyFault Said(Claim claim, string message) => new(claim.At.File, claim.At.Line, claim.At.Path, message);
}
