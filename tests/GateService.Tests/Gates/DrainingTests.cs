using System.Net;
using GateService.Tests.Hosting;

namespace GateService.Tests.Gates;

public sealed class DrainingTests
{
    [Fact]
    public async Task While_shutting_down_the_question_under_way_is_answered_and_a_new_one_is_503()
    {
        var asked = new TaskCompletionSource();
        var answer = new TaskCompletionSource();
        await using var nerdGraph = await ScriptedNerdGraph.StartAsync();
        nerdGraph.Answer = async (http, question) =>
        {
            asked.TrySetResult();
            await answer.Task;
            await ScriptedNerdGraph.Slices(SliceCounts.Healthy, SliceCounts.Healthy)(http, question);
        };
        await using var gate = await GateHost.StartAsync(nerdGraph);
        using var kept = new KeptConnection(gate.Client.BaseAddress!);
        await kept.GetAsync("/healthz/live");
        var underWay = gate.EvaluateAsync(Bodies.Step().ToJsonString());
        await asked.Task;

        var stopping = gate.App.StopAsync();
        await WaitForStoppingAsync(gate);
        var refused = await kept.GetAsync("/v1/policies");
        answer.SetResult();

        refused.ShouldBeOneOf(HttpStatusCode.ServiceUnavailable, null);
        (await underWay.JudgedAsync()).Verdict().ShouldBe("pass");
        await stopping;
    }

    private static Task WaitForStoppingAsync(GateHost gate)
    {
        var stopping = new TaskCompletionSource();
        gate.App.Lifetime.ApplicationStopping.Register(() => stopping.TrySetResult());
        return stopping.Task;
    }

    /// <summary>One connection that stays open; null where the server closed it instead of answering.</summary>
    private sealed class KeptConnection(Uri address) : IDisposable
    {
        private readonly HttpClient _client = new(new SocketsHttpHandler { MaxConnectionsPerServer = 1 }) { BaseAddress = address };

        public async Task<HttpStatusCode?> GetAsync(string path)
        {
            try
            {
                using var response = await _client.GetAsync(path);
                return response.StatusCode;
            }
            catch (HttpRequestException)
            {
                return null;
            }
        }

        public void Dispose() => _client.Dispose();
    }
}
