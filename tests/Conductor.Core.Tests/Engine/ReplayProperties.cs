using Conductor.Core.Tickets;
using Xunit;

namespace Conductor.Core.Tests.Engine;

public sealed class ReplayProperties
{
    [Fact]
    public void Replaying_every_event_gives_the_state_it_had_live() => Simulations.EachTrack(track =>
    {
        TrackState replayed = track.History.Zip(track.Moments).Aggregate(TrackState.Empty, (state, entry) => TrackEvolution.Apply(state, entry.First, entry.Second));

        Assert.Equal(StateText.Of(track.State), StateText.Of(replayed));
        Assert.Equal(track.History.Count, replayed.Revision);
    });

    [Fact]
    public void The_state_of_a_decision_is_its_events_applied() => Simulations.EachTurn(turn =>
        Assert.Equal(turn.Before.Revision + turn.Decision.Events.Length, turn.Decision.State.Revision));

    [Fact]
    public void Every_index_equals_its_meaning_after_every_turn() => Simulations.EachTurn(turn => IndexCheck.Verify(turn.Decision.State));

    [Fact]
    public void A_refused_command_changes_nothing() => Simulations.EachTurn(turn =>
    {
        if (turn.Decision.Refusal is { } refusal)
        {
            Assert.Empty(turn.Decision.Events);
            Assert.Same(turn.Before, turn.Decision.State);
            Assert.NotEmpty(refusal.Message);
        }
    });

    [Fact]
    public void Defining_a_track_as_it_is_emits_no_definition() => Simulations.EachTrack(track =>
        Assert.Empty(new Scenario().Given([.. track.History]).When(new TrackCommand.Define(Make.Header, track.State.Graph.Tickets)).Events));
}
