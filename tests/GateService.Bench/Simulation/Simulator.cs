using System.Diagnostics;
using System.Globalization;
using GateService.Bench.Chance;
using GateService.Bench.Rules;
using GateService.Bench.Worlds;

namespace GateService.Bench.Simulation;

/// <summary>
/// Plays worlds under rules, each cell once. What comes out hangs on the world's name, the number of the rollout and the seed alone: neither on threads nor on
/// which tables are asked for.
/// </summary>
/// <param name="effort">Share of the rollouts to play: 1 for the document, less for a try.</param>
/// <param name="progress">Where it says how far it is.</param>
/// <param name="seed">Other draws of the same worlds; 0 for those of the document.</param>
internal sealed class Simulator(double effort, TextWriter progress, int seed = 0)
{
    private static readonly TimeSpan Told = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, IReadOnlyDictionary<string, Tally>> _cells = [];
    private readonly Dictionary<string, object> _others = [];
    private readonly Dictionary<(string World, string Rule), Tally> _tallies = [];
    private readonly Dictionary<int, Simulator> _seeds = [];
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private TimeSpan _told;
    private long _rollouts;
    private string _table = "";

    /// <summary>Share of the rollouts that are played.</summary>
    public double Effort => effort;

    public int Seed => seed;

    public long Rollouts => _rollouts + _seeds.Values.Sum(other => other.Rollouts);

    public void Begin(string table)
    {
        _table = table;
        Tell("begins");
    }

    /// <summary>What was played so far: the largest tally of a world under a rule; null where it was not.</summary>
    public Tally? Find(string world, string rule) => _tallies.GetValueOrDefault((world, rule));

    /// <summary>The draws of a rollout.</summary>
    public Dice Dice(string world, int rollout) => Chance.Dice.Of(world, rollout, seed);

    /// <summary>As much of the same worlds, drawn anew.</summary>
    public Simulator OfSeed(int other)
    {
        if (!_seeds.TryGetValue(other, out var known))
        {
            _seeds[other] = known = new Simulator(effort, progress, other);
        }

        return known;
    }

    public int Runs(int wanted) => Math.Max(20, (int)Math.Round(effort * wanted));

    /// <summary>What every rule made of as many rollouts of a world.</summary>
    public IReadOnlyDictionary<string, Tally> Run(World world, IReadOnlyList<Rule> rules, int rollouts)
    {
        var runs = Runs(rollouts);
        var key = string.Create(CultureInfo.InvariantCulture, $"{world.Name}|{string.Join('|', rules.Select(rule => rule.Name))}|{runs}");
        if (_cells.TryGetValue(key, out var known))
        {
            return known;
        }

        var minutes = rules.Select(_ => new double?[runs]).ToArray();
        Play(world.Name, runs, run =>
        {
            var evidence = world.Play(Dice(world.Name, run));
            for (var rule = 0; rule < rules.Count; rule++)
            {
                minutes[rule][run] = rules[rule].FailsAt(evidence);
            }
        });
        return _cells[key] = rules.Index().ToDictionary(rule => rule.Item.Name, rule => Keep(world, rule.Item, new Tally(minutes[rule.Index], world.Onset)));
    }

    /// <summary>What was made of as many rollouts of something that is no <see cref="World"/>, each cell once.</summary>
    /// <param name="cell">Says all that makes this cell this one.</param>
    /// <param name="rollouts">How many.</param>
    /// <param name="play">Plays the rollout of that number.</param>
    public IReadOnlyList<T> Run<T>(string cell, int rollouts, Func<int, T> play)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"{cell}|{Runs(rollouts)}");
        if (_others.TryGetValue(key, out var known))
        {
            return (T[])known;
        }

        var outcomes = new T[Runs(rollouts)];
        Play(cell, outcomes.Length, run => outcomes[run] = play(run));
        _others[key] = outcomes;
        return outcomes;
    }

    private void Play(string cell, int runs, Action<int> play)
    {
        Parallel.For(0, runs, play);
        _rollouts += runs;
        if (_watch.Elapsed - _told >= Told)
        {
            Tell(cell);
        }
    }

    private Tally Keep(World world, Rule rule, Tally tally)
    {
        if (Find(world.Name, rule.Name) is not { } known || known.Runs < tally.Runs)
        {
            _tallies[(world.Name, rule.Name)] = tally;
        }

        return tally;
    }

    private void Tell(string what)
    {
        _told = _watch.Elapsed;
        progress.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_told.TotalSeconds,5:0} s  {_rollouts,9:#,0} rollouts  {_table}: {what}"));
    }
}
