using Conductor.Core.Tests.Engine;
using Conductor.Core.Tickets;
using Xunit;

namespace Conductor.Core.Tests.Tickets;

public sealed class TrackStateTests
{
    [Fact]
    public void Answers_are_remembered_up_to_a_limit_and_the_oldest_is_forgotten_first()
    {
        TrackState state = Enumerable.Range(0, TrackState.MostDecided + 1).Aggregate(TrackState.Empty, (before, number) => before.WithDecided($"{number}", Make.Approve));

        Assert.Equal(TrackState.MostDecided, state.DecidedApprovals.Count);
        Assert.DoesNotContain("0", state.DecidedApprovals.Keys);
        Assert.Contains("1", state.DecidedApprovals.Keys);
        Assert.Contains($"{TrackState.MostDecided}", state.DecidedApprovals.Keys);
    }

    [Fact]
    public void An_answer_given_again_takes_no_more_room()
    {
        TrackState state = TrackState.Empty.WithDecided("a", Make.Approve).WithDecided("a", Make.Approve).WithDecided("b", Make.Approve);

        Assert.Equal(["a", "b"], state.DecidedApprovals.Keys.Order());
    }
}
