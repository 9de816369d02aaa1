using System.Globalization;
using Conductor.Core.Tickets;
using Conductor.Core.Usage;
using Conductor.Server.Protocol;

namespace Conductor.Server.Cli.Runs;

/// <summary>The words a terminal uses for states and sums.</summary>
internal static class RunWords
{
    /// <summary>Of a ticket whose worker has its work again.</summary>
    public const string SentBack = "sent back";

    /// <summary>A run's status.</summary>
    public static string Of(RunStatus status) => status switch
    {
        RunStatus.Idle => "not run yet",
        RunStatus.Running => "running",
        RunStatus.Paused => "paused",
        RunStatus.Done => "done",
        RunStatus.Blocked => "blocked",
        RunStatus.Failed => "failed",
        _ => "cancelled",
    };

    /// <summary>What a ticket is doing.</summary>
    public static string Of(TicketStateName state) => state switch
    {
        TicketStateName.Waiting => "waiting",
        TicketStateName.Ready => "ready",
        TicketStateName.AwaitingRun => "waits to be run",
        TicketStateName.AwaitingPerson => "waits for a person",
        TicketStateName.Preparing => "preparing",
        TicketStateName.AwaitingSpawn => "waits for approval to start",
        TicketStateName.Queued => "queued",
        TicketStateName.Running => "running",
        TicketStateName.AwaitingTool => "waits for approval of a tool",
        TicketStateName.Suspended => "suspended",
        TicketStateName.AwaitingLanding => "awaiting review",
        TicketStateName.Conflict => "conflict",
        TicketStateName.Landing => "landing",
        TicketStateName.Completed => "completed",
        TicketStateName.Blocked => "blocked",
        TicketStateName.Failed => "failed",
        TicketStateName.Cancelled => "cancelled",
        _ => "skipped",
    };

    /// <summary>What a ticket is doing, how far it is, and what its worker waits for.</summary>
    public static string Of(TicketInfo ticket) => ticket switch
    {
        { Stage: TicketStageName.Proving } => "proving",
        { Stage: TicketStageName.SentBack } => SentBack,
        { State: TicketStateName.Running, Waiting: not null } => "waits for its model",
        { Stage: TicketStageName.Landed, Stale: not null } => "landed, stale",
        { Stage: TicketStageName.Landed } => "landed",
        { Stale: not null } => $"{Of(ticket.State)}, stale",
        _ => Of(ticket.State),
    };

    /// <summary>Until when a worker waits for its model, in the terminal's time.</summary>
    public static string Until(ModelWaitInfo wait, TimeZoneInfo zone) => wait.Until is { } until
        ? $"until {TimeZoneInfo.ConvertTime(DateTimeOffset.Parse(until, CultureInfo.InvariantCulture), zone).ToString("HH:mm:ss", CultureInfo.InvariantCulture)}: "
        : "";

    /// <summary>A sum of tokens, for example <c>1,204 in (300 cached), 96 out (40 reasoning), $0.0123</c>; without a price where there is none.</summary>
    public static string Of(TokenUsage usage) => string.Create(
        CultureInfo.InvariantCulture,
        $"{usage.InputTokens:N0} in{Part(usage.CachedInputTokens, "cached")}, {usage.OutputTokens:N0} out{Part(usage.ReasoningTokens ?? 0, "reasoning")}{(usage.Cost is { } cost ? $", {BudgetWords.Money(cost)}" : "")}");

    private static string Part(long tokens, string what) => tokens > 0 ? string.Create(CultureInfo.InvariantCulture, $" ({tokens:N0} {what})") : "";

    /// <summary>A text in this many characters at most, on one line.</summary>
    public static string OneLine(string text, int most) => Core.Tickets.OneLine.Of(text, most, " ");

    /// <summary>The text with its control characters written out: they could redraw the terminal and make a command look like another one.</summary>
    public static string Printable(string text) =>
        text.Any(IsUnsafe) ? string.Concat(text.Select(character => IsUnsafe(character) ? $"\\u{(int)character:x4}" : character.ToString())) : text;

    private static bool IsUnsafe(char character) => (char.IsControl(character) && character is not ('\t' or '\n'))
        || CharUnicodeInfo.GetUnicodeCategory(character) == UnicodeCategory.Format;
}
