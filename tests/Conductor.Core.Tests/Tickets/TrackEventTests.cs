using System.Runtime.CompilerServices;
using Conductor.Core.Tests.Engine;
using Conductor.Core.Tickets;
using Xunit;

namespace Conductor.Core.Tests.Tickets;

public sealed class TrackEventTests
{
    public static TheoryData<string> Kinds => [.. typeof(TrackEvent).GetNestedTypes().Select(kind => kind.Name)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_event_that_names_a_ticket_or_an_attempt_says_that_it_is_about_it(string name)
    {
        Type kind = typeof(TrackEvent).GetNestedTypes().Single(candidate => candidate.Name == name);
        var happened = (TrackEvent)RuntimeHelpers.GetUninitializedObject(kind);

        Assert.Equal(kind.GetProperty("TicketId") is not null || happened is TrackEvent.ApprovalRequested, happened is ITicketEvent);
        Assert.Equal(kind.GetProperty("Attempt") is not null || happened is TrackEvent.ApprovalRequested, happened is IAttemptEvent);
    }

    [Fact]
    public void A_gate_that_opens_is_about_the_attempt_it_asks_for()
    {
        TrackEvent opened = Scenario.Running(Make.Ticket("A")).Compose("A").Events.Single();

        Assert.Equal(("A", 1), (opened.AboutTicket, (opened as IAttemptEvent)?.Attempt));
    }

    [Fact]
    public void What_is_about_the_whole_run_is_about_no_ticket() => Assert.Null(new TrackEvent.RunResumed().AboutTicket);
}
