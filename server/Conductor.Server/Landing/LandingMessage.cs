using Conductor.Core.Tickets;

namespace Conductor.Server.Landing;

/// <summary>What commits on an integration branch say, for people who read its history.</summary>
internal static class LandingMessage
{
    /// <summary>Names the ticket at the end of a landing's message.</summary>
    public const string TicketMark = "Conductor-Ticket";

    /// <summary>Says, at the end of a message, that what is merged is a person's own: no ticket's, whatever its commits name.</summary>
    public const string JoinMark = "Conductor-Joins";

    private const int MostTitle = 100;

    /// <summary>The first line: which ticket.</summary>
    public static string Subject(TicketDefinition ticket)
    {
        string title = OneLine.Of(ticket.DisplayTitle, MostTitle);
        return title.StartsWith(ticket.Id, StringComparison.Ordinal) ? title : $"{ticket.Id}: {title}";
    }

    /// <summary>The message of a landing.</summary>
    /// <param name="summary">The worker's account of its work.</param>
    public static string Of(TicketDefinition ticket, string summary)
    {
        string body = string.IsNullOrWhiteSpace(summary) ? "" : $"{summary.Trim()}\n\n";
        return $"{Subject(ticket)}\n\n{body}{TicketMark}: {OneLineOf(ticket.Id)}\n";
    }

    /// <summary>The message of a merge of what a person has committed.</summary>
    public static string OfJoin(string subject) => $"{subject}\n\n{JoinMark}: what a person has committed\n";

    /// <summary>An id as a message has it: it may hold any character.</summary>
    public static string OneLineOf(string ticketId) => ticketId.ReplaceLineEndings(" ").Trim();
}
