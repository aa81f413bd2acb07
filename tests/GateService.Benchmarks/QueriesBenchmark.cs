using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using GateService.Core;
using GateService.Core.Evidence;
using GateService.Core.Planning;
using GateService.Core.Policies.Reading;
using GateService.Core.Requests;
using GateService.Evidence;
using GateService.Yaml;
using NewRelic.Api;
using NewRelic.Api.Client;

namespace GateService.Benchmarks;

/// <summary>
/// What many running rollouts ask of one account: 500 of 100 services by <c>http-default</c>, each asked about once a minute. New Relic's part is played in the process: ten
/// requests a second of the canary at a tenth of the traffic, 0.06 % of them failing, as in the simulator's healthy world; of some canaries 3 %.
/// </summary>
internal static partial class QueriesBenchmark
{
    private const int Rollouts = 500;
    private const int Services = 100;
    private const int AccountLimit = 3_000;
    private const double Healthy = 0.0006;
    private const double Ill = 0.03;

    private static readonly DateTimeOffset Now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    public static async Task RunAsync(string policies)
    {
        var faults = new List<PolicyFault>();
        var files = Directory.EnumerateFiles(policies, "*.yaml", SearchOption.AllDirectories).ToDictionary(file => Path.GetRelativePath(policies, file).Replace('\\', '/'), File.ReadAllText);
        var catalog = PolicyTexts.Build(files, Judges.Shipped, faults) is PolicyCatalogResult.Built built ? built.Catalog : throw new InvalidOperationException(string.Join('\n', faults));
        foreach (var (share, isAllAsked) in new[] { (0.0, true), (0.0, false), (0.05, true), (0.05, false), (0.2, false) })
        {
            await CountAsync(catalog, share, isAllAsked);
        }
    }

    private static async Task CountAsync(PolicyCatalog catalog, double ill, bool isAllAsked)
    {
        using var answers = new Answers();
        using var http = new HttpClient(answers);
        using var newRelic = new NewRelicEvidenceSource(new NerdGraphClient(() => http, new NerdGraphOptions { AccountId = 1, ApiKey = "none" }), TimeProvider.System);
        IEvidenceSource source = isAllAsked ? new Everything(newRelic) : newRelic;
        var evaluator = new GateEvaluator(Judges.Shipped);
        var (first, later, verdicts) = (0, 0, new Dictionary<string, int>());
        for (var i = 0; i < Rollouts; i++)
        {
            answers.Failing = i % 100 < 100 * ill ? Ill : Healthy;
            answers.Dice = new Random(i);
            for (var look = 0; look < 2; look++)
            {
                var before = answers.Queries;
                var evaluation = await evaluator.EvaluateAsync(Request(i), catalog.Resolve(Request(i)), new EvaluationMoment(Now.AddMinutes(look), Now.AddMinutes(-20), Now.AddMinutes(-20)), source, TimeSpan.FromMinutes(1), CancellationToken.None);
                (first, later) = look == 0 ? (first + answers.Queries - before, later) : (first, later + answers.Queries - before);
                verdicts[$"{evaluation.Verdict}"] = verdicts.GetValueOrDefault($"{evaluation.Verdict}") + 1;
            }
        }

        var each = (double)later / Rollouts;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Rollouts} rollouts of {Services} services, {ill:0%} of them ill, {(isAllAsked ? "everything asked at once" : "what explains asked where something is to be explained")}: {later:N0} NRQL queries a minute ({each:0.0} each, {(double)first / Rollouts:0.0} the first time); "
            + $"one account of {AccountLimit:N0} carries {AccountLimit / each:0} such rollouts, {new NerdGraphOptions().QueriesPerMinute / each:0} by the gate's own ration; {string.Join(", ", verdicts.Select(verdict => $"{verdict.Value} {verdict.Key}"))}"));
    }

    private static GateRequest Request(int number) => new()
    {
        Service = $"service-{number % Services}",
        Rollout = $"service-{number % Services}-{number / Services}",
        Namespace = "shop",
        CanaryHash = "5c6d7e8f",
        StableHash = "7d9f8c6b54",
        StepWeight = 10,
        StepStartedAt = Now.AddMinutes(-20),
        Policy = "http-default",
    };

    /// <summary>As it was asked before: all of it, whatever the counts say.</summary>
    private sealed class Everything(IEvidenceSource source) : IEvidenceSource
    {
        public Task<GateEvidence> GatherAsync(EvidencePlan plan, Func<GateEvidence, OpenQuestions> open, TimeSpan budget, CancellationToken ct) => source.GatherAsync(plan, first =>
        {
            open(first);
            return OpenQuestions.All;
        }, budget, ct);
    }

    /// <summary>Rows of both slices for what tells them apart; nothing for what tells errors apart, whose number alone is counted here.</summary>
    private sealed partial class Answers : HttpMessageHandler
    {
        public int Queries { get; private set; }

        public double Failing { get; set; }

        public Random Dice { get; set; } = new(0);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using var question = JsonDocument.Parse(await request.Content!.ReadAsByteArrayAsync(cancellationToken));
            var account = question.RootElement.GetProperty("variables").EnumerateObject().Where(variable => variable.Value.ValueKind == JsonValueKind.String)
                .ToDictionary(variable => variable.Name, variable => new { results = Rows(variable.Value.GetString()!), metadata = new { messages = Array.Empty<string>() } });
            Queries += account.Count;
            return new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(new { data = new { actor = new { account } } })) { Headers = { { "Content-Type", "application/json" } } },
            };
        }

        private List<Dictionary<string, object>> Rows(string nrql)
        {
            if (!nrql.Contains(" FACET CASES(", StringComparison.Ordinal))
            {
                return [];
            }

            var series = Series().Match(nrql);
            var (begin, end, width) = series.Success ? (Number(series, 1) / 1000, Number(series, 2) / 1000, Number(series, 3)) : (0L, 600L, 600L);
            var rows = new List<Dictionary<string, object>>();
            for (var at = begin; at < end; at += width)
            {
                rows.Add(Row(nrql, "canary", 10 * width, Failing, at, width, series.Success));
                rows.Add(Row(nrql, "stable", 90 * width, Healthy, at, width, series.Success));
            }

            return rows;
        }

        private Dictionary<string, object> Row(string nrql, string facet, double requests, double failing, long at, long width, bool isSeries)
        {
            var row = new Dictionary<string, object> { ["facet"] = facet };
            if (isSeries)
            {
                (row["beginTimeSeconds"], row["endTimeSeconds"]) = (at, at + width);
            }

            foreach (var column in Column().Matches(nrql).Select(match => match.Groups[1].Value))
            {
                row[column] = column switch
                {
                    RequestColumns.Requests or RequestColumns.Timed => requests,
                    "errors" => Poisson(requests * failing),
                    RequestColumns.Duration or RequestColumns.ExternalCalls or RequestColumns.DatabaseCalls => 0.1,
                    ClusterColumns.Clusters or "hosts" => 1.0,
                    ['p', .. var percent] when double.TryParse(percent, CultureInfo.InvariantCulture, out _) => new Dictionary<string, double> { [percent] = 0.2 },
                    ['s', 'l', 'o', 'w', ..] => Math.Round(requests / 1000),
                    _ => 0.0,
                };
            }

            return row;
        }

        private double Poisson(double mean)
        {
            var (count, product) = (0, Dice.NextDouble());
            for (var limit = Math.Exp(-mean); product > limit; count++)
            {
                product *= Dice.NextDouble();
            }

            return count;
        }

        private static long Number(Match match, int group) => long.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

        [GeneratedRegex(@"SINCE (\d+) UNTIL (\d+) TIMESERIES (\d+) seconds")]
        private static partial Regex Series();

        [GeneratedRegex(@" AS `?([A-Za-z0-9_]+)`?")]
        private static partial Regex Column();
    }
}
