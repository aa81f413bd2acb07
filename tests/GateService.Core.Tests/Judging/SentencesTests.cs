using GateService.Core.Evidence;
using GateService.Core.Findings;
using GateService.Core.Judging.Sequential;
using GateService.Core.Planning;
using GateService.Core.Policies;
using GateService.Core.Trials;
using GateService.Core.Words;

namespace GateService.Core.Tests.Judging;

/// <summary>What a weighed finding says besides its reason, number for number: how far it is from another decision, and what this traffic can show.</summary>
public sealed class SentencesTests
{
    public static TheoryData<string> Worlds => [.. All.Keys];

    private static readonly Dictionary<string, (Func<Finding> Judge, string? Flip, string Power)> All = new()
    {
        ["errors beside stable"] = (() => Counts(0, 150, 3, 2850), "no single 1m can fail it: a verdict takes several bad ones", "at 5 % of this traffic 10m can show error-rate rise from 0.11 % to 2.4 % or more"),
        ["errors beside stable, suspicious"] = (() => Rising(Weighed.ErrorRate(), 4), "9 errors among 150 canary requests in the next 1m fail it", "at 5 % of this traffic 10m can show error-rate rise from 0.11 % to 2.4 % or more"),
        ["errors alone, suspicious"] = (() => Weighed.Judge(Weighed.Counts([.. Weighed.Same(4, 5, 1500, 0, 0), .. Weighed.Same(3, 40, 1500, 0, 0)], stablePods: 0), Weighed.Context(7, weight: 100)), "32 errors among 1,500 canary requests in the next 1m fail it", "at 25 requests a second 10m can show error-rate of 1.6 % or more"),
        ["errors alone"] = (() => Counts(0, 1500, 0, 0, weight: 100), "no single 1m can fail it: a verdict takes several bad ones", "at 25 requests a second 10m can show error-rate of 1.6 % or more"),
        ["too few to fail in a minute"] = (() => Counts(0, 20, 3, 2850), "no single 1m can fail it: a verdict takes several bad ones", "at 0.7 % of this traffic 10m can show error-rate rise from 0.11 % to 5.5 % or more"),
        ["a success rate"] = (() => Weighed.Judge(Weighed.Counts(Weighed.Same(10, 1, 150, 3, 2850)), Weighed.Context(10), new SuccessRateObjective { Name = "success", Comparison = Comparison.AtLeast, Limit = StepLimits.Constant(0.98), Judge = SequentialJudge.Chosen }), "no single 1m can fail it: a verdict takes several bad ones", "at 5 % of this traffic 10m can show success fall from 99.89 % to 96.1 % or less"),
        ["a success rate, suspicious"] = (() => Rising(new SuccessRateObjective { Name = "success", Comparison = Comparison.AtLeast, Limit = StepLimits.Constant(0.99), Judge = SequentialJudge.Chosen }, 4), "9 errors among 150 canary requests in the next 1m fail it", "at 5 % of this traffic 10m can show success fall from 99.89 % to 97.6 % or less"),
        ["proven"] = (() => Proof(0), "no single 1m can fail it: a verdict takes several bad ones", "at 50 % of this traffic 10m can show error-rate rise from 0.037 % to 2.4 % or more"),
        ["wants proof and is over its limit"] = (() => Proof(2.6), "about 2,100 more canary requests like these prove it", "at 50 % of this traffic 10m can show error-rate rise from 1.8 % to 6.2 % or more"),
        ["latency"] = (() => Weighed.Judge(Weighed.Counts(Weighed.Same(10, 5, 150, 95, 2850)), Weighed.Context(10), new LatencyObjective { Name = "p95", Comparison = Comparison.AtMost, Limit = StepLimits.Constant(0.5), Quantile = 0.95, Judge = SequentialJudge.Chosen }), "no single 1m can fail it: a verdict takes several bad ones", "at 5 % of this traffic 10m can show p95 over 500 ms once 8.1 % of the requests are slower (5 % may be)"),
        ["latency, suspicious"] = (() => Rising(new LatencyObjective { Name = "p95", Comparison = Comparison.AtMost, Limit = StepLimits.Constant(0.5), Quantile = 0.95, Judge = SequentialJudge.Chosen }, 14), "15 slow requests among 150 canary requests in the next 1m fail it", "at 5 % of this traffic 10m can show p95 over 500 ms once 8.1 % of the requests are slower (5 % may be)"),
        ["apdex"] = (() => Weighed.Judge(Weighed.Counts(Weighed.Same(10, 5, 150, 95, 2850)), Weighed.Context(10), Given.Apdex() with { Judge = SequentialJudge.Chosen }), "no single 1m can fail it: a verdict takes several bad ones", "at 5 % of this traffic 10m can show apdex fall from 0.97 to 0.79 or less"),
        ["a ratio that must not fall"] = (() => Kpi(KpiForm.Ratio, Comparison.AtLeast, 0.85, 0.9, t => new(t, 150, 15), t => new(t, 2850, 285)), "no single 1m can fail it: a verdict takes several bad ones", "at 5 % of this traffic 10m can show kpi fall from 90 % to 79 % or less"),
        ["a ratio that must not rise"] = (() => Kpi(KpiForm.Ratio, Comparison.AtMost, 0.15, 0.1, t => new(t, 150, 15), t => new(t, 2850, 285)), "no single 1m can fail it: a verdict takes several bad ones", "at 5 % of this traffic 10m can show kpi rise from 10 % to 21 % or more"),
        ["a rate that must not fall"] = (() => Kpi(KpiForm.Rate, Comparison.AtLeast, 10, 30, t => new(t, 1500, 30, 30), t => new(t, 28_500, 570, 570)), "it fails after 5m without any of its events", "at 5 % of this traffic 10m can show kpi fall from 30/min to 16/min or less"),
        ["a rate that must not rise"] = (() => Kpi(KpiForm.Rate, Comparison.AtMost, 40, 30, t => new(t, 1500, 30, 30), t => new(t, 28_500, 570, 570)), "it fails after 5m at twice its limit", "at 5 % of this traffic 10m can show kpi rise from 30/min to 49/min or more"),
        ["a rate that must not rise, before its first event"] = (() => Kpi(KpiForm.Rate, Comparison.AtMost, 40, 0, t => new(t, 1500, 0, 0), t => new(t, 28_500, 570, 570)), "it fails after 6m at twice its limit", "at 5 % of this traffic 10m can show kpi rise from 30/min to 49/min or more"),
        ["a mean that must not fall"] = (() => Kpi(KpiForm.Mean, Comparison.AtLeast, 45, 50, t => new(t, 200, null, 50, 10), t => new(t, 3800, null, 50, 10)), "no single 1m can fail it: a verdict takes several bad ones", "at this traffic 10m can show kpi fall from 50 to 42 or less"),
        ["a mean that must not rise"] = (() => Kpi(KpiForm.Mean, Comparison.AtMost, 55, 50, t => new(t, 200, null, 50, 10), t => new(t, 3800, null, 50, 10)), "no single 1m can fail it: a verdict takes several bad ones", "at this traffic 10m can show kpi rise from 50 to 59 or more"),
        ["a mean that must not fall, suspicious"] = (() => Kpi(KpiForm.Mean, Comparison.AtLeast, 45, 50, t => new(t, 200, null, t < Weighed.Begin.AddMinutes(16) ? 50 : 37, 10), t => new(t, 3800, null, 50, 10)), "a mean of 36 or less in the next 1m fails it", "at this traffic 10m can show kpi fall from 50 to 42 or less"),
        ["a mean that must not rise, suspicious"] = (() => Kpi(KpiForm.Mean, Comparison.AtMost, 55, 50, t => new(t, 200, null, t < Weighed.Begin.AddMinutes(16) ? 50 : 66, 10), t => new(t, 3800, null, 50, 10)), "a mean of 67 or more in the next 1m fails it", "at this traffic 10m can show kpi rise from 50 to 59 or more"),
        ["a ratio that must not fall, and did"] = (() => Kpi(KpiForm.Ratio, Comparison.AtLeast, 0.85, 0.9, t => new(t, 150, t < Weighed.Begin.AddMinutes(15) ? 15 : 60), t => new(t, 2850, 285)), null, "at 5 % of this traffic 10m can show kpi fall from 90 % to 79 % or less"),
        ["a mean that wants proof"] = (() => Kpi(KpiForm.Mean, Comparison.AtMost, 55, 50, t => new(t, 4, null, 54, 120), t => new(t, 4, null, 54, 120), weight: 50), "about 128 more canary events like these prove it", "at this traffic 10m can show kpi rise from 54 to 776 or more"),
        ["a sum that must not fall"] = (() => Kpi(KpiForm.Sum, Comparison.AtLeast, 100, 300, t => new(t, 1500, 30, 300), t => new(t, 28_500, 570, 5700)), "it fails after 5m in which its sum is 0", "at 5 % of this traffic 10m can show kpi fall from 300/min to 155/min or less"),
        ["a sum that must not rise"] = (() => Kpi(KpiForm.Sum, Comparison.AtMost, 400, 300, t => new(t, 1500, 30, 300), t => new(t, 28_500, 570, 5700)), "it fails after 5m at twice its limit", "at 5 % of this traffic 10m can show kpi rise from 300/min to 494/min or more"),
        ["a rate per request that must not rise"] = (() => Kpi(KpiForm.Rate, Comparison.AtMost, 0.04, 0.02, t => new(t, 1500, 30, 0.02), t => new(t, 28_500, 570, 0.02), per: KpiPer.Request), "it fails after 5m at twice its limit", "at 5 % of this traffic 10m can show kpi rise from 0.02/request to 0.033/request or more"),
        ["a percentile that must not rise"] = (() => Kpi(KpiForm.Percentile, Comparison.AtMost, 500, 300, t => new(t, 150, 5), t => new(t, 2850, 95), quantile: 0.95), "no single 1m can fail it: a verdict takes several bad ones", "at 5 % of this traffic 10m can show kpi over 500 once 8.1 % of the events are (5 % may be)"),
        ["a percentile that must not fall"] = (() => Kpi(KpiForm.Percentile, Comparison.AtLeast, 500, 700, t => new(t, 150, 5), t => new(t, 2850, 95), quantile: 0.05), "no single 1m can fail it: a verdict takes several bad ones", "at 5 % of this traffic 10m can show kpi under 500 once 8.1 % of the events are (5 % may be)"),
        ["a mean alone"] = (() => Kpi(KpiForm.Mean, Comparison.AtMost, 55, 50, t => new(t, 200, null, 50, 10), t => new(t, 0, null), weight: 100), "no single 1m can fail it: a verdict takes several bad ones", "at this traffic 10m can show kpi of 60 or more"),
        ["a mean of nothing"] = (() => Kpi(KpiForm.Mean, Comparison.AtMost, 55, 0, t => new(t, 200, null, 0, 0), t => new(t, 3800, null, 0, 0)), null, "at this traffic 10m cannot show any regression of kpi"),
        ["a success rate alone"] = (() => Weighed.Judge(Weighed.Counts(Weighed.Same(10, 1, 1500, 0, 0), stablePods: 0), Weighed.Context(10, weight: 100), new SuccessRateObjective { Name = "success", Comparison = Comparison.AtLeast, Limit = StepLimits.Constant(0.98), Judge = SequentialJudge.Chosen }), "no single 1m can fail it: a verdict takes several bad ones", "at 25 requests a second 10m can show success of 97.1 % or less"),
        ["refusals, of which stable is the limit"] = (() => Weighed.Judge(Weighed.Counts(Weighed.Same(10, 2, 150, 38, 2850)), Weighed.Context(10), new RefusalRateObjective { Name = "refusal-rate", Comparison = Comparison.AtMost, Judge = SequentialJudge.Chosen }), "no single 1m can fail it: a verdict takes several bad ones", "at 5 % of this traffic 10m can show refusal-rate rise from 1.3 % to 4.5 % or more"),
        ["hardly any traffic"] = (() => Counts(0, 6, 0, 14), "no single 1m can fail it: a verdict takes several bad ones", "at 30 % of this traffic 10m can show error-rate rise from 0.39 % to 24 % or more"),
        ["five minutes a bucket"] = (() => Weighed.Judge(Weighed.Counts(Weighed.Same(10, 0, 150, 3, 2850)), Weighed.Context(10) with { Window = new EvaluationWindow(Weighed.Begin, Weighed.Begin.AddMinutes(50), TimeSpan.FromMinutes(5)) }), "no single 5m can fail it: a verdict takes several bad ones", "10m cannot show anything: a verdict takes 3 buckets of 5m"),
        ["proof that never comes"] = (() => Weighed.Judge(Weighed.Counts(Weighed.Same(10, 2.6, 150, 1.3, 150)), Weighed.Context(10, weight: 50, demand: StepDemand.Proven)), "1h more of this traffic do not prove it", "at 50 % of this traffic 10m can show error-rate rise from 0.9 % to 4.3 % or more"),
        ["a rate of which stable is the limit"] = (() => Kpi(KpiForm.Rate, Comparison.AtMost, null, 30, t => new(t, 1500, 30, 30), t => new(t, 28_500, 570, 570)), "it fails after 6m at twice what it is", "at 5 % of this traffic 10m can show kpi rise from 30/min to 49/min or more"),
        ["a rate per request before its first event"] = (() => Kpi(KpiForm.Rate, Comparison.AtMost, 0.0001, 0, t => new(t, 1500, 0, 0), t => new(t, 28_500, 6, 0.0002), per: KpiPer.Request), "it fails after 9m at twice its limit", "at 5 % of this traffic 10m can show kpi rise from 0.00021/request to 0.0012/request or more"),
        ["a rate that nothing fails"] = (() => Kpi(KpiForm.Rate, Comparison.AtMost, 40, 30, t => new(t, 1500, 30, 30), t => new(t, 28_500, 570, 570), alpha: 1e-300), "it does not fail after 1h at twice its limit", "at 5 % of this traffic 10m can show kpi rise from 30/min to 213/min or more"),
        ["a gauge that nothing fails"] = (() => Gauge(Restarts, 0, alpha: 1e-300), "1h more outside its limit do not fail it", "10m cannot show restarts over its limit"),
        ["a canary that is hardly asked any longer"] = (() => Weighed.Judge(Weighed.Counts([.. Weighed.Same(10, 0, 150, 3, 2850), .. Weighed.Same(20, 0, 0, 3, 2850)]), Weighed.Context(30)), null, "at 0 % of this traffic 10m cannot show any regression of error-rate"),
        ["restarts"] = (() => Gauge(Restarts, 0), "6m more over its limit fail it", "10m can show restarts over its limit in 81 % of the minutes or more"),
        ["readiness"] = (() => Gauge(new PodHealthObjective { Name = "ready", Comparison = Comparison.AtLeast, Limit = StepLimits.Constant(1), Signal = PodSignal.Ready, MinimumSample = 1, Judge = SequentialJudge.Chosen }, 1), "6m more under its limit fail it", "10m can show ready under its limit in 81 % of the minutes or more"),
        ["one request a minute"] = (() => Counts(0, 1, 0, 19), "no single 1m can fail it: a verdict takes several bad ones", "at 5 % of this traffic 10m can show error-rate rise from 0.29 % to 55 % or more"),
        ["a rare share that must not fall, suspicious"] = (() => Rare(0.02, t => t < Weighed.Begin.AddMinutes(16) ? 30 : 0), "10 or fewer that count among 1,000 canary events in the next 1m fail it", "at 5 % of this traffic 10m can show kpi fall from 3 % to 1.2 % or less"),
        ["a rare share that must not fall, under stable by the margin"] = (() => Rare(0.0299, _ => 30), "no single 1m can fail it: a verdict takes several bad ones", "at 5 % of this traffic 10m can show kpi fall from 3 % to 1.4 % or less"),
        ["a rare share that must not fall, far above its limit"] = (() => Rare(0.005, _ => 30), "no single 1m can fail it: a verdict takes several bad ones", "at 5 % of this traffic 10m can show kpi fall from 3 % to 0.2 % or less"),
        ["a rare share that must not fall, alone"] = (() => Rare(0.02, _ => 30, stable: 0, weight: 100), "no single 1m can fail it: a verdict takes several bad ones", "at 17 events a second 10m can show kpi of 1.1 % or less"),
        ["a rare share that must not fall, of hardly anything"] = (() => Rare(0.02, _ => 0.2, requests: 6), "no single 1m can fail it: a verdict takes several bad ones", "at 5 % of this traffic 10m cannot show any regression of kpi"),
        ["a common share that must not rise"] = (() => Kpi(KpiForm.Ratio, Comparison.AtMost, 0.97, 0.95, t => new(t, 1000, 950), t => new(t, 19_000, 18_050)), "no single 1m can fail it: a verdict takes several bad ones", "at 5 % of this traffic 10m can show kpi rise from 95 % to 98 % or more"),
        ["a common cause that wants proof"] = (() => Weighed.Judge(Weighed.Counts(Weighed.Same(20, 30, 1500, 570, 28_500)), Weighed.Context(20, demand: StepDemand.Proven)), "about 1,500 more canary requests like these prove it", "at 5 % of this traffic 10m can show error-rate rise from 2 % to 3.4 % or more"),
        ["a common cause that wants proof, asked no longer"] = (() => Weighed.Judge(Weighed.Counts([.. Weighed.Same(20, 30, 1500, 570, 28_500), .. Weighed.Same(3, 0, 0, 570, 28_500)]), Weighed.Context(23, demand: StepDemand.Proven)), "1h more of this traffic do not prove it", "at 0 % of this traffic 10m cannot show any regression of error-rate"),
        ["a mean over its limit, stable's too, that wants proof"] = (() => Kpi(KpiForm.Mean, Comparison.AtMost, 45, 54, t => new(t, 200, null, 54, 10), t => new(t, 200, null, 54, 10), weight: 50), "about 200 more canary events like these prove it", "at this traffic 10m can show kpi rise from 54 to 62 or more"),
        ["a mean over its limit, stable's too, asked no longer"] = (() => Kpi(KpiForm.Mean, Comparison.AtMost, 45, 54, t => t < Weighed.Begin.AddMinutes(17) ? new(t, 200, null, 54, 10) : new(t, 0, null), t => new(t, 200, null, 54, 10), weight: 50), "1h more of this traffic do not prove it", "at this traffic 10m cannot show any regression of kpi"),
        ["a mean that must not rise, of which one minute may fail it"] = (() => Kpi(KpiForm.Mean, Comparison.AtMost, 55, 50, t => new(t, 200, null, 50, 10), t => new(t, 3800, null, 50, 10), fewest: 1), "a mean of 72 or more in the next 1m fails it", "at this traffic 10m can show kpi rise from 50 to 59 or more"),
        ["a mean that must not fall, of single events"] = (() => Kpi(KpiForm.Mean, Comparison.AtLeast, 45, 50, t => new(t, 1, null, 50), t => new(t, 3800, null, 50, 10)), "no single 1m can fail it: a verdict takes several bad ones", "at this traffic 10m cannot show any regression of kpi"),
        ["a median"] = (() => Median(null), "no single 1m can fail it: a verdict takes several bad ones", "at 5 % of this traffic 10m can show p50 over 500 ms once 64 % of the requests are slower (50 % may be)"),
        ["a median beside a stable that is slow"] = (() => Median(75, stable: 0.2), "no single 1m can fail it: a verdict takes several bad ones", "at 5 % of this traffic 10m can show p50 over 500 ms once 59 % of the requests are slower (50 % may be)"),
        ["a median alone"] = (() => Weighed.Judge(Weighed.Counts(Weighed.Same(10, 500, 1500, 0, 0), stablePods: 0), Weighed.Context(10, weight: 100), P50), "no single 1m can fail it: a verdict takes several bad ones", "at 25 requests a second 10m can show p50 over 500 ms once 59 % of the requests are slower (50 % may be)"),
        ["a latency from its floor on"] = (() => Floored(0.4), "no single 1m can fail it: a verdict takes several bad ones", "at 5 % of this traffic 10m can show p95 over 520 ms once 8.1 % of the requests are slower (5 % may be)"),
        ["a latency whose floor is its limit"] = (() => Floored(0.9), "no single 1m can fail it: a verdict takes several bad ones", "at 5 % of this traffic 10m can show p95 over 1 s once 8.1 % of the requests are slower (5 % may be)"),
        ["error lines, several of a request"] = (() => Lines(t => t.Minute % 4 == 0 ? 40_000 : 0), "no single 1m can fail it: a verdict takes several bad ones", "at 5 % of this traffic 10m can show log-errors rise from 0.31/request to 0.64/request or more"),
        ["error lines, one of a request"] = (() => Lines(_ => 300), "no single 1m can fail it: a verdict takes several bad ones", "at 5 % of this traffic 10m can show log-errors rise from 0.011/request to 0.024/request or more"),
        ["pods that differ"] = (() => Uneven(20), "no single 1m can fail it: a verdict takes several bad ones", "at 5 % of this traffic 10m can show error-rate rise from 0.11 % to 5.6 % or more"),
        ["pods that refuse alike"] = (() => Uneven(1, Refusals), "no single 1m can fail it: a verdict takes several bad ones", "at 5 % of this traffic 10m can show refusal-rate rise from 0.11 % to 1.1 % or more"),
        ["pods that refuse differently"] = (() => Uneven(20, Refusals), "no single 1m can fail it: a verdict takes several bad ones", "at 5 % of this traffic 10m can show refusal-rate rise from 0.11 % to 4.4 % or more"),
        ["as many bad buckets as ten minutes have"] = (() => Weighed.Judge(Weighed.Counts(Weighed.Same(10, 0, 150, 3, 2850)), Fewest(10)), "no single 1m can fail it: a verdict takes several bad ones", "at 5 % of this traffic 10m can show error-rate rise from 0.11 % to 2.4 % or more"),
        ["more bad buckets than ten minutes have"] = (() => Weighed.Judge(Weighed.Counts(Weighed.Same(10, 0, 150, 3, 2850)), Fewest(11)), "no single 1m can fail it: a verdict takes several bad ones", "10m cannot show anything: a verdict takes 11 buckets of 1m"),
        ["restarts, read every ten seconds"] = (() => Gauge(Restarts, 0, bucket: 10), "4m20s more over its limit fail it", "10m can show restarts over its limit in 81 % of the minutes or more"),
        ["restarts, read every two minutes"] = (() => Gauge(Restarts, 0, bucket: 120), "12m more over its limit fail it", "10m cannot show restarts over its limit"),
        ["a rate every ten seconds"] = (() => Kpi(KpiForm.Rate, Comparison.AtMost, 40, 30, t => new(t, 250, 5, 30), t => new(t, 4750, 95, 570), bucket: 10), "it fails after 3m20s at twice its limit", "at 5 % of this traffic 10m can show kpi rise from 30/min to 49/min or more"),
        ["a rate every two minutes"] = (() => Kpi(KpiForm.Rate, Comparison.AtMost, 40, 30, t => new(t, 3000, 60, 30), t => new(t, 57_000, 1140, 570), bucket: 120), "it fails after 12m at twice its limit", "at 5 % of this traffic 10m can show kpi rise from 30/min to 54/min or more"),
        ["a rate every two minutes, before its first event"] = (() => Kpi(KpiForm.Rate, Comparison.AtMost, 20, 0, t => new(t, 3000, 0, 0), t => new(t, 57_000, 1140, 570), bucket: 120), "it fails after 1h40m at twice its limit", "at 5 % of this traffic 10m can show kpi rise from 30/min to 54/min or more"),
        ["a sum whose twice its limit is hardly worse"] = (() => Sum(t => new(t, 1500, 30, 300)), "it fails after 32m at twice its limit", "at 5 % of this traffic 10m can show kpi rise from 300/min to 494/min or more"),
        ["a sum whose last events add up to nothing"] = (() => Sum(t => t < Weighed.Begin.AddMinutes(19) ? new(t, 1500, 30, 300) : new(t, 1500, 30, 0)), "it fails after 32m at twice its limit", "at 5 % of this traffic 10m can show kpi rise from 300/min to 494/min or more"),
        ["a sum without events in its last minute"] = (() => Sum(t => t < Weighed.Begin.AddMinutes(19) ? new(t, 1500, 30, 300) : new(t, 1500, 0, 300)), "it fails after 37m at twice its limit", "at 5 % of this traffic 10m can show kpi rise from 300/min to 494/min or more"),
        ["a sum with few requests in its last minute"] = (() => Sum(t => t < Weighed.Begin.AddMinutes(19) ? new(t, 1500, 30, 300) : new(t, 1000, 30, 300)), "it fails after 14m at twice its limit", "at 4.5 % of this traffic 10m can show kpi rise from 267/min to 443/min or more"),
        ["a sum per request"] = (() => Sum(t => new(t, 1500, 30, 0.2), KpiPer.Request, 0.14, 0.2), "it fails after 32m at twice its limit", "at 5 % of this traffic 10m can show kpi rise from 0.2/request to 0.33/request or more"),
        ["a sum per request with few requests in its last minute"] = (() => Sum(t => t < Weighed.Begin.AddMinutes(19) ? new(t, 1500, 30, 0.2) : new(t, 500, 10, 0.2), KpiPer.Request, 0.14, 0.2), "it fails after 35m at twice its limit", "at 3.9 % of this traffic 10m can show kpi rise from 0.2/request to 0.34/request or more"),
    };

    [Theory]
    [MemberData(nameof(Worlds))]
    public void How_far_it_is_from_another_decision_and_what_this_traffic_can_show(string world)
    {
        var (judge, flip, power) = All[world];

        var judgement = judge().Judgement.ShouldNotBeNull();

        $"{judgement.Flip} | {judgement.Power}".ShouldBe($"{flip} | {power}");
    }

    /// <summary>The next minute of the rare share that is suspicious: 10 that count of a thousand fail it, 11 do not.</summary>
    [Theory]
    [InlineData(10, FindingOutcome.Tripped)]
    [InlineData(11, FindingOutcome.Undecided)]
    public void As_few_as_are_said_fail_it(double next, FindingOutcome outcome) =>
        Rare(0.02, t => t.Minute < 16 ? 30 : t.Minute < 20 ? 0 : next, minutes: 21).Outcome.ShouldBe(outcome);

    private static Finding Counts(double canaryBad, double canary, double stableBad, double stable, double weight = 5) =>
        Weighed.Judge(Weighed.Counts(Weighed.Same(10, canaryBad, canary, stableBad, stable)), Weighed.Context(10, weight));

    /// <summary>Four good minutes, then four bad ones.</summary>
    private static Finding Rising(Objective objective, double bad) => Weighed.Judge(Weighed.Counts([.. Weighed.Same(4, 0, 150, 3, 2850), .. Weighed.Same(4, bad, 150, 3, 2850)]), Weighed.Context(8), objective);

    /// <summary>At half of the traffic.</summary>
    private static Finding Proof(double bad) => Weighed.Judge(Weighed.Counts(Weighed.Same(10, bad, 150, bad, 150)), Weighed.Context(10, weight: 50, demand: StepDemand.Proven));

    private static Finding Kpi(KpiForm form, Comparison side, double? limit, double value, Func<DateTimeOffset, Bucket> canary, Func<DateTimeOffset, Bucket> stable, double weight = 5, KpiPer per = default, double? quantile = null, double alpha = 0.002, double bucket = 60, int? fewest = null, int minutes = 20)
    {
        var objective = new KpiObjective { Name = "kpi", Comparison = side, Limit = limit is { } known ? StepLimits.Constant(known) : null, Judge = SequentialJudge.Chosen, Definition = new KpiDefinition { EventType = "Checkout", Form = form, Per = per, Quantile = quantile } };
        var context = Wide(Weighed.Context(minutes, weight, demand: weight > 5 ? StepDemand.Proven : StepDemand.NoHarm), minutes, bucket) with { AlphaPerWeight = alpha };
        return Weighed.Judge(new ObjectiveEvidence("kpi", Slice(canary), Slice(stable), []), context with { Sequential = context.Sequential with { FewestBadBuckets = fewest } }, objective);

        SliceEvidence Slice(Func<DateTimeOffset, Bucket> minute)
        {
            List<Bucket> buckets = [.. Enumerable.Range(0, minutes).Select(t => minute(Weighed.Begin.AddSeconds(t * bucket)))];
            return new SliceEvidence.Measured(value, 3000, buckets.Sum(bucket => bucket.Bad), buckets);
        }
    }

    private static Finding Gauge(Objective objective, double reading, double alpha = 0.002, double bucket = 60) => Weighed.Judge(
        new ObjectiveEvidence(objective.Name, new SliceEvidence.Measured(reading, 2, null, [.. Enumerable.Range(0, 10).Select(t => new Bucket(Weighed.Begin.AddSeconds(t * bucket), 2, null, reading))]), new SliceEvidence.NoData(), []),
        Wide(Weighed.Context(10), 10, bucket) with { AlphaPerWeight = alpha }, objective);

    private static JudgingContext Wide(JudgingContext context, int buckets, double seconds) =>
        context with { Window = new EvaluationWindow(Weighed.Begin, Weighed.Begin.AddSeconds(buckets * seconds), TimeSpan.FromSeconds(seconds)) };

    private static PodHealthObjective Restarts => new() { Name = "restarts", Comparison = Comparison.AtMost, Limit = StepLimits.Constant(0), Signal = PodSignal.Restarts, MinimumSample = 1, Judge = SequentialJudge.Chosen };

    /// <summary>So many of a thousand events of the canary a minute count, 3 % of stable's.</summary>
    private static Finding Rare(double limit, Func<DateTimeOffset, double> counting, double requests = 1000, double stable = 19, double weight = 5, int minutes = 20) => Kpi(
        KpiForm.Ratio, Comparison.AtLeast, limit, 0.03, t => new(t, requests, requests - counting(t)), t => new(t, stable * requests, stable * requests * 0.97), weight, minutes: minutes);

    /// <summary>Half of the sum's limit again beside a stable that has 0.2 a request, which is an event of ten in fifty.</summary>
    private static Finding Sum(Func<DateTimeOffset, Bucket> canary, KpiPer per = default, double limit = 210, double value = 300) =>
        Kpi(KpiForm.Sum, Comparison.AtMost, limit, value, canary, t => new(t, 28_500, 570, per == KpiPer.Request ? 0.2 : 5700), per: per);

    private static LatencyObjective P50 => new() { Name = "p50", Comparison = Comparison.AtMost, Limit = StepLimits.Constant(0.5), Quantile = 0.5, Judge = SequentialJudge.Chosen };

    /// <summary>A third of the canary's requests are slower than the limit; of stable's so many are faster; at stable's own line so many of the canary's are slower.</summary>
    private static Finding Median(double? against, double stable = 2.0 / 3)
    {
        var counts = Weighed.Counts(Weighed.Same(10, 50, 150, 2850 * (1 - stable), 2850));
        return Weighed.Judge(counts with { Judged = With(counts.Judged, against), Control = With(counts.Control, against is null ? null : 1425) }, Weighed.Context(10), P50);

        static SliceEvidence With(SliceEvidence slice, double? slow) => (SliceEvidence.Measured)slice with { Buckets = [.. slice.Buckets.Select(bucket => bucket with { BadAgainstStable = slow })] };
    }

    private static Finding Floored(double own)
    {
        var latency = new LatencyObjective { Name = "p95", Comparison = Comparison.AtMost, Limit = StepLimits.Constant(1), Floor = 0.25, Quantile = 0.95, Judge = SequentialJudge.Chosen };
        List<Bucket> Slice(double requests) => [.. Enumerable.Range(0, 10).Select(t => new Bucket(Weighed.Begin.AddMinutes(t), requests, 0, BadAgainstStable: requests / 20, BadOverFloor: 0))];
        return Weighed.Judge(
            new ObjectiveEvidence("p95", new SliceEvidence.Measured(own, 1500, 0, Slice(150)), new SliceEvidence.Measured(own, 28_500, 0, Slice(2850)), []) { StableQuantile = own }, Weighed.Context(10), latency);
    }

    private static Finding Lines(Func<DateTimeOffset, double> stable)
    {
        var lines = new LogErrorsObjective { Name = "log-errors", Comparison = Comparison.AtMost, Floor = 0.01, Judge = SequentialJudge.Chosen };
        return Weighed.Judge(new ObjectiveEvidence("log-errors", Slice(t => new(t, 1500, 15)), Slice(t => new(t, 28_500, stable(t))), []), Weighed.Context(10), lines);

        SliceEvidence Slice(Func<DateTimeOffset, Bucket> minute)
        {
            List<Bucket> buckets = [.. Enumerable.Range(0, 10).Select(t => minute(Weighed.Begin.AddMinutes(t)))];
            return new SliceEvidence.Measured(0.01, buckets.Sum(bucket => bucket.Exposure), buckets.Sum(bucket => bucket.Bad), buckets);
        }
    }

    private static RefusalRateObjective Refusals => new() { Name = "refusal-rate", Comparison = Comparison.AtMost, Judge = SequentialJudge.Chosen };

    /// <summary>One pod of stable fails so many times as often as the others.</summary>
    private static Finding Uneven(double times, Objective? objective = null)
    {
        var even = Weighed.Counts(Weighed.Same(10, 0, 150, 3, 2850));
        return Weighed.Judge(even with { StablePods = [.. even.StablePods.Select((pod, i) => i == 0 ? pod with { Cells = [.. pod.Cells.Select(cell => cell with { Bad = times * cell.Bad })] } : pod)] }, Weighed.Context(10), objective);
    }

    private static JudgingContext Fewest(int badBuckets) => Weighed.Context(10) with { Sequential = new SequentialSettings { FewestBadBuckets = badBuckets } };
}
