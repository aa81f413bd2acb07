using System.Net;
using System.Text.Json;
using GateService.Callers;
using GateService.Core;
using GateService.History;
using GateService.Tests.Hosting;
using GateService.Wire;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace GateService.Tests.History;

/// <summary>
/// A store as the gate of 2026-11-28 wrote it (commit 12c9733, format 1): fifteen decisions of the simulator's worlds and the demo, of every verdict. They open,
/// are judged again to what they were, and show, whatever becomes of the classes they were made of.
/// </summary>
public sealed class OldStoreTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private GateHost _gate = null!;

    public async ValueTask InitializeAsync()
    {
        var store = _folder.File("gate.db");
        File.Copy(Fixture("format-1.sqlite"), store);
        _gate = await GateHost.StartAsync(new Uri("http://127.0.0.1:9/graphql"), _ => { }, ("History:ConnectionString", $"Data Source={store};Pooling=False"), ("History:KeepFor", "3650.00:00:00"), ("Auth:Disabled", "true"));
    }

    public async ValueTask DisposeAsync()
    {
        await _gate.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Fact]
    public async Task Every_decision_of_an_old_store_opens_and_is_judged_again_to_what_it_was()
    {
        var (reader, evaluator) = (_gate.App.Services.GetRequiredService<DecisionReader>(), _gate.App.Services.GetRequiredService<GateEvaluator>());
        foreach (var id in Ids())
        {
            var (_, body) = (await reader.FindAsync(id, Caller.Anyone, default)).ShouldNotBeNull();
            var record = RecordFormat.Read(body);

            var again = EvaluateResponses.Of(Rejudging.Again(evaluator, record), record.Response.Decision.ShouldNotBeNull(), []);

            (again.Verdict, again.Score, again.Summary).ShouldBe((record.Response.Verdict, record.Response.Score, record.Response.Summary));
            JsonSerializer.Serialize(again.Objectives, RecordJson.Options).ShouldBe(JsonSerializer.Serialize(record.Response.Objectives, RecordJson.Options));
            JsonSerializer.Serialize(again.Attribution, RecordJson.Options).ShouldBe(JsonSerializer.Serialize(record.Response.Attribution, RecordJson.Options));
        }
    }

    [Fact]
    public async Task Every_decision_of_an_old_store_shows_as_answer_as_record_and_as_page()
    {
        foreach (var id in Ids())
        {
            foreach (var path in new[] { $"/v1/decisions/{id}", $"/v1/decisions/{id}/record", $"/decisions/{id}" })
            {
                using var answer = await _gate.Client.GetAsync(path);

                answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
            }
        }
    }

    [Fact]
    public void An_old_record_with_an_objective_and_evidence_of_every_kind_is_read()
    {
        var record = JsonSerializer.Deserialize<DecisionRecord>(File.ReadAllBytes(Fixture("format-1-every-kind.json")), RecordJson.Options).ShouldNotBeNull();

        record.Evaluation.Policy!.Objectives.Select(objective => objective.Kind).Distinct().Count().ShouldBe(7);
        record.Evaluation.Findings.ShouldNotBeEmpty();
    }

    private static string Fixture(string name) => Repository.PathOf("tests", "GateService.Tests", "History", "Fixtures", name);

    private static List<string> Ids()
    {
        using var store = new SqliteConnection($"Data Source={Fixture("format-1.sqlite")};Mode=ReadOnly;Pooling=False");
        store.Open();
        using var asked = store.CreateCommand();
        asked.CommandText = "SELECT id FROM decisions ORDER BY id";
        using var rows = asked.ExecuteReader();
        List<string> ids = [];
        while (rows.Read())
        {
            ids.Add(rows.GetString(0));
        }

        ids.Count.ShouldBe(15);
        return ids;
    }
}
