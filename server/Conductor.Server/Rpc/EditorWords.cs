using System.Text.RegularExpressions;
using Conductor.Server.Protocol;

namespace Conductor.Server.Rpc;

/// <summary>
/// Words that were recorded for whoever looks, as an editor says them: without what one would type in a terminal. What is recorded
/// stays as it is; the command line has words of its own for it.
/// </summary>
internal static partial class EditorWords
{
    /// <summary>The text without its hints for a terminal.</summary>
    public static string Of(string text) => RunAgain().Replace(WithoutTerminal(text), "$1 retry.");

    /// <summary>The same for the whole of a track.</summary>
    public static TrackSnapshot Of(TrackSnapshot track) => track with { StatusDetail = Of(track.StatusDetail), Tickets = Of(track.Tickets) };

    /// <summary>The same for what changed in a track.</summary>
    public static TrackChanged Of(TrackChanged track) => track with { StatusDetail = Of(track.StatusDetail), Tickets = Of(track.Tickets) };

    /// <summary>The same for why a ticket is not running.</summary>
    public static TicketExplanation Of(TicketExplanation explanation) =>
        explanation with { Reasons = [.. explanation.Reasons.Select(reason => reason with { Text = Of(reason.Text) })] };

    /// <summary>The same for a provider that cannot be used.</summary>
    public static ProviderInfo Of(ProviderInfo provider) => provider with { Message = provider.Message is { } message ? Of(message) : null };

    private static IReadOnlyList<TicketInfo> Of(IReadOnlyList<TicketInfo> tickets) => [.. tickets.Select(Of)];

    /// <summary>What blocked a ticket may be a worker's own sentence about running something again.</summary>
    private static TicketInfo Of(TicketInfo ticket) => ticket with
    {
        Detail = ticket.State == TicketStateName.Blocked ? WithoutTerminal(ticket.Detail) : Of(ticket.Detail),
        Waiting = ticket.Waiting is { } waiting ? waiting with { Message = Of(waiting.Message) } : null,
    };

    private static string WithoutTerminal(string text) => InTerminal().Replace(text, "$1");

    [GeneratedRegex("""((?:"Conductor: [^"]*"|"Add Budget and Continue"|\bconductor\.[\w.]+|\brun the track again))(?: \(in a terminal(?: at once)?: [^()]*\)|[,;] in a terminal:? [^()]*(?=\)))""")]
    private static partial Regex InTerminal();

    [GeneratedRegex(@"(, then| and) run again\.")]
    private static partial Regex RunAgain();
}
