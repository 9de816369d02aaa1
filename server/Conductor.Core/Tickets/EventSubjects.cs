namespace Conductor.Core.Tickets;

/// <summary>An event about one ticket. Whoever asks an event whose it is asks <see cref="TrackEvent.AboutTicket"/>.</summary>
public interface ITicketEvent
{
    /// <summary>The ticket's id.</summary>
    string TicketId { get; }
}

/// <summary>An event about one attempt at a ticket.</summary>
public interface IAttemptEvent : ITicketEvent
{
    /// <summary>The attempt's number, from 1.</summary>
    int Attempt { get; }
}
