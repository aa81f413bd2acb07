using System.Text.Json.Nodes;
using GateService.Demo.Argo;
using GateService.OpenApi;

namespace GateService.Demo;

/// <summary>Tells the demo's own gate when it played what the examples of its contract ask about.</summary>
public static class ExampleNotes
{
    /// <param name="examples">Of the gate.</param>
    /// <param name="story">That was played.</param>
    /// <param name="rollout">Its names and its begin.</param>
    /// <param name="outcome">Its end.</param>
    /// <param name="ended">The virtual moment of that end.</param>
    public static void Take(PlayedExamples examples, Story story, VirtualRollout rollout, RolloutOutcome outcome, DateTimeOffset ended)
    {
        if (!Story.All.Contains(story))
        {
            return;
        }

        switch (story.World)
        {
            case "healthy":
                examples.Note("healthy", At(rollout, ended));
                examples.Note("argoStep", WithPolicy(At(rollout, outcome.LeftFirstStep ?? ended), story));
                examples.Note("argoBackground", WithPolicy(At(rollout, outcome.LeftFirstStep ?? ended), story));
                examples.Note("preflight", new JsonObject { ["at"] = VirtualRollout.Moment(rollout.StartedAt), ["window"] = "10m" });
                break;
            case "slowQueryPlan":
                examples.Note("slowQueryPlan", At(rollout, ended));
                break;
            case "upstreamDegraded":
                examples.Note("degradedUpstream", At(rollout, outcome.LeftFirstStep ?? ended));
                break;
        }
    }

    private static JsonObject At(VirtualRollout rollout, DateTimeOffset moment) => new()
    {
        ["at"] = VirtualRollout.Moment(moment),
        ["rolloutStartedAt"] = VirtualRollout.Moment(rollout.StartedAt),
        ["window"] = "10m",
    };

    /// <summary>Of a world that no policy by default reads, in a cluster without a name.</summary>
    private static JsonObject WithPolicy(JsonObject fields, Story story)
    {
        (fields["policy"], fields["cluster"]) = (story.Policy, "");
        return fields;
    }
}
