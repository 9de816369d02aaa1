using System.Globalization;
using Conductor.Core.Approvals;
using Conductor.Core.Engine;
using Conductor.Core.Tickets;
using Conductor.Core.Usage;
using Conductor.Server.Features.Tickets;
using Conductor.Server.Features.Usage;
using Conductor.Server.Hosting;
using Conductor.Server.Protocol;
using Conductor.Server.Storage;

namespace Conductor.Server.Cli.Runs;

/// <summary>For logs and pipes: one line per change.</summary>
internal sealed class PlainReporter(Terminal terminal, RunFacts facts) : IRunReporter
{
    private const int MostDetail = 160;

    /// <summary>What was written last of each ticket: a move that takes it nowhere in these words is none.</summary>
    private readonly Dictionary<string, string> _said = new(StringComparer.Ordinal);
    private bool _hasBegun;

    /// <inheritdoc/>
    public void Show(RunNews news)
    {
        if (news is not RunNews.Moved { Move: var moved })
        {
            return;
        }

        if (!_hasBegun)
        {
            _hasBegun = true;
            terminal.Output.WriteLine(Opening(moved.After, facts));
        }

        foreach (JournalEntry entry in moved.Entries)
        {
            if (Line(moved, entry.Event) is { } line)
            {
                Write(entry.At, line);
            }

            if (entry.Event is TrackEvent.ApprovalDecided { Decision.Choice: ApprovalChoice.SendBack } returned)
            {
                _said[returned.TicketId] = RunWords.SentBack;
            }
        }

        foreach (TicketInfo ticket in TicketMoves.Of(moved))
        {
            string detail = ticket.Waiting is { } wait ? $" {RunWords.Until(wait, terminal.Time.LocalTimeZone)}{RunWords.OneLine(TerminalWords.Of(wait.Message), int.MaxValue)}"
                : ticket.Detail.Length > 0 ? $": {RunWords.OneLine(TerminalWords.Of(ticket.Detail), int.MaxValue)}" : "";
            string said = $"{RunWords.Of(ticket)}{detail}";
            if (_said.GetValueOrDefault(ticket.Id) != said)
            {
                _said[ticket.Id] = said;
                Write(moved.At ?? terminal.Time.GetUtcNow(), $"{ticket.Id} {said}");
            }
        }
    }

    /// <inheritdoc/>
    public void Settle()
    {
    }

    /// <inheritdoc/>
    public Task MakeRoomAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task FinishAsync(RunEnd end)
    {
        foreach (string line in Closing(end))
        {
            await terminal.Output.WriteLineAsync(line);
        }
    }

    /// <summary>The first line of a run.</summary>
    public static string Opening(TrackState state, RunFacts facts)
    {
        string name = state.Header.Path ?? state.Header.TrackId;
        string described = state.Header.Description.Length > 0 ? $" ({RunWords.OneLine(state.Header.Description, MostDetail)})" : "";
        return $"{(facts.IsResumed ? "Resuming" : "Running")} {name}{described} with {facts.ModelLabel}: {state.AcceptedCount} of {state.Tickets.Count} tickets are done.";
    }

    /// <summary>The last lines of a run: how it ended, what it cost, what to do now.</summary>
    public static IEnumerable<string> Closing(RunEnd end)
    {
        string status = end.IsWaiting ? "waiting for you" : RunWords.Of(end.Status);
        string[] details = end.Detail.Split('\n');
        yield return $"{char.ToUpperInvariant(status[0])}{status[1..]}: {end.State.AcceptedCount} of {end.State.Tickets.Count} tickets are done.{(details is [{ Length: > 0 } only] ? " " + only : "")}";
        foreach (string detail in details.Length > 1 ? details : [])
        {
            yield return $"  {detail}";
        }

        string ofRun = end.State.RunUsage == end.State.Usage.Total ? "" : $"this run {RunWords.Of(end.State.RunUsage)}; all runs of the track ";
        yield return $"Tokens: {ofRun}{RunWords.Of(end.State.Usage.Total)}{(end.State.Usage.HasEstimates ? " (partly counted from texts)" : "")}"
            + string.Concat(end.State.Usage.PerTier.Select(tier => $"; {UsageMapping.NameOf(tier.Key)}: {RunWords.Of(tier.Value)}"));
        if (BudgetLine(end.State) is { } budget)
        {
            yield return budget;
        }

        foreach (string line in end.Next.Split('\n').Append(end.Merge).Where(line => line.Length > 0))
        {
            yield return line;
        }
    }

    /// <summary>What is spent of the run's budget; null without one.</summary>
    public static string? BudgetLine(TrackState state) => Budgets.OfRun(state, state.At) is { } standing ? $"Budget: {BudgetWords.Spent(standing)}" : null;

    private static string? Line(TrackMoved moved, TrackEvent happened) => happened switch
    {
        TrackEvent.ApprovalDecided { Decision: var decision } decided =>
            $"{decided.TicketId} {EventWords.Of(decision)}",
        TrackEvent.ToolStarted started => $"{started.TicketId} ▸ {RunWords.OneLine(CallWords.Of(ToolCalls.NameOf(moved, started.TicketId, started.CallId), started.Arguments), MostDetail)}",
        TrackEvent.ToolFinished { Failed: true } finished => $"{finished.TicketId} ✕ {RunWords.OneLine(finished.Result, MostDetail)}",
        TrackEvent.BudgetWarned warned => warned.Detail,
        TrackEvent.SetUpRan ran => string.Create(CultureInfo.InvariantCulture, $"{ran.TicketId} set-up: {ran.Command} → exit code {ran.ExitCode}"),
        TrackEvent.AcceptanceRan ran => string.Create(CultureInfo.InvariantCulture, $"{ran.TicketId} acceptance{(ran.Tree is null ? "" : " on the merged tree")}: {ran.Command} → exit code {ran.ExitCode}"),
        _ => null,
    };

    private void Write(DateTimeOffset at, string line) =>
        terminal.Output.WriteLine($"{TimeZoneInfo.ConvertTime(at, terminal.Time.LocalTimeZone).ToString("HH:mm:ss", CultureInfo.InvariantCulture)} {line}");
}
