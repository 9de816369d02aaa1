using Conductor.Core.Tickets;
using Conductor.Core.Usage;

namespace Conductor.Core.Tests.Engine;

/// <summary>Model calls of a scenario's workers.</summary>
internal static class BudgetScenario
{
    /// <summary>A call is to be begun that may take so many tokens.</summary>
    public static Scenario Call(this Scenario track, string id, long tokens, Tier tier = Tier.Worker) =>
        track.When(new TrackCommand.BeginModelCall(id, track.Attempt(id).Number, 0, tier, "demo", new TokenUsage(tokens, 0, 0, 1)));

    /// <summary>A call is answered that took so many tokens.</summary>
    public static Scenario Answer(this Scenario track, string id, long tokens, Tier tier = Tier.Worker) =>
        track.When(new TrackCommand.RecordModelAnswer(new TrackEvent.ModelAnswered(
            id, track.Attempt(id).Number, 0, tier, "demo", new TokenUsage(tokens, 0, 0, 1), false, null, "")));

    /// <summary>So many calls, each one answered.</summary>
    public static Scenario Calls(this Scenario track, string id, int count) =>
        Enumerable.Range(0, count).Aggregate(track, (before, _) => before.Call(id, 1).Answer(id, 1));
}
