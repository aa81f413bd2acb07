using System.Diagnostics;
using GateService.Callers;
using GateService.Core;
using GateService.Core.Policies;
using GateService.Core.Policies.Reading;
using GateService.Core.Requests;
using GateService.History;

namespace GateService.Backtests;

/// <summary>Streams kept decisions out of the store and judges each anew, on all cores.</summary>
internal sealed class Backtester(DecisionScan scan, GateEvaluator evaluator) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Null where another one is under way: one at a time takes all that verdicts can spare.</summary>
    /// <param name="request">Which decisions.</param>
    /// <param name="catalog">Whose policies.</param>
    /// <param name="caller">Whose decisions.</param>
    /// <exception cref="System.Data.Common.DbException">The store cannot be read.</exception>
    public async Task<BacktestReport?> RunAsync(BacktestRequest request, PolicyCatalog catalog, Caller caller, CancellationToken ct)
    {
        if (!await _turn.WaitAsync(TimeSpan.Zero, ct))
        {
            return null;
        }

        try
        {
            var begun = Stopwatch.GetTimestamp();
            var tally = new BacktestTally(request.List);
            // One more than is wanted, to know whether there are more.
            var decisions = scan.ReadAsync(request.Filter, caller, request.Most + 1, ct);
            var read = 0;
            await Parallel.ForEachAsync(
                Counted(),
                new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = ct },
                (decision, _) =>
                {
                    Take(tally, decision, asked => catalog.Resolve(asked.Service, asked.Team, asked.Strategy, request.Policy ?? asked.Policy));
                    return ValueTask.CompletedTask;
                });
            return tally.Report(read > request.Most, Stopwatch.GetElapsedTime(begun));

            async IAsyncEnumerable<ScannedDecision> Counted()
            {
                await foreach (var decision in decisions)
                {
                    if (++read <= request.Most)
                    {
                        yield return decision;
                    }
                }
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private void Take(BacktestTally tally, ScannedDecision decision, Func<GateRequest, PolicyResolution> resolve)
    {
        DecisionRecord record;
        try
        {
            record = decision.Record();
        }
        catch (InvalidDataException)
        {
            tally.TakeUnreadable(decision);
            return;
        }

        var retrial = Retrial.Of(evaluator, record, resolve(record.Evaluation.Request));
        if (retrial is null)
        {
            tally.TakeUnjudged(decision);
            return;
        }

        var beside = JudgedBeside.Of(retrial, record.Evaluation);
        var isChanged = !beside.IsForWant && beside.After.Verdict != record.Evaluation.Verdict;
        tally.Take(decision, beside, isChanged && Rejudging.Again(evaluator, record).Verdict != record.Evaluation.Verdict);
    }
}
