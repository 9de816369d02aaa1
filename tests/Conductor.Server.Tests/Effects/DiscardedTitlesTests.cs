using System.Collections.Immutable;
using Conductor.Core.Tests.Engine;
using Conductor.Core.Tickets;
using Conductor.Server.Effects;
using Conductor.Server.Landing;
using Xunit;

namespace Conductor.Server.Tests.Effects;

public sealed class DiscardedTitlesTests
{
    private int _asked;

    [Fact]
    public void Discarded_work_is_called_by_its_tickets_titles_and_the_tracks_are_gone_through_once()
    {
        Assert.Equal(["Title of A", null, "Title of B"], KnownTrack.WithTickets(Tracks(), [Work("A"), Work("Gone"), Work("B")]).Select(known => known.Ticket?.Title));
        Assert.Equal(1, _asked);
    }

    [Fact]
    public void Where_no_work_was_discarded_the_tracks_are_not_asked_for()
    {
        Assert.Empty(KnownTrack.WithTickets(Tracks(), []));
        Assert.Equal(0, _asked);
    }

    private static DiscardedWork Work(string ticketId) => new("refs/conductor/discarded/1", new DateOnly(2026, 3, 1), BranchNames.Track("a.track.json"), IdSlug.Of(ticketId), 1, "c0ffee", "Work");

    private IEnumerable<KnownTrack> Tracks()
    {
        _asked++;
        ImmutableArray<TicketDefinition> tickets = [new("A", "First.") { Title = "Title of A" }, new("B", "Second.") { Title = "Title of B" }];
        yield return new KnownTrack("a.track.json", Scenario.Running([.. tickets]).State);
    }
}
