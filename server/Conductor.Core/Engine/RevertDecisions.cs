using System.Collections.Immutable;
using Conductor.Core.Tickets;

namespace Conductor.Core.Engine;

/// <summary>Decides whether a ticket's changes may be taken back, or had again, and to what. The same facts offer it and explain why not.</summary>
public static class RevertDecisions
{
    private const int MostNamed = 10;

    /// <summary>Why it cannot be done now, whatever the files are; null when it can.</summary>
    public static Refusal? WhyNot(TrackState state, TicketState ticket, bool isUndo)
    {
        string id = ticket.Definition.Id;
        if (isUndo ? ticket.Files.Revert is null : ticket.Files.Revert is null or { Phase: RevertPhase.Reverted } && ticket.Files is { Spans.IsEmpty: true, Open.IsEmpty: true })
        {
            string why = isUndo ? $"There is no revert of {id} that can be undone: none was made, or the ticket has changed files since. Review its changes, and revert those first."
                : ticket.Files.IsEmpty ? $"{id} has changed no file, or its changes are taken back already. Undo the revert to have them again, or run the ticket."
                : $"What {id} changed was not kept, so it cannot be put back. Review the changes, and mend them by hand or with git.";
            return new Refusal(RefusalCode.WrongState, why);
        }

        if (ticket.Attempt is { Phase: AttemptPhase.Submitted or AttemptPhase.Landing })
        {
            return new Refusal(RefusalCode.WrongState, $"The work of {id} is to land as it is. Send it back to its worker at its landing gate, or reject it there first.");
        }

        bool mayStart = state.Run.Status == RunStatus.Running && ticket.Attempt is { Phase: AttemptPhase.Queued or AttemptPhase.Suspended };
        return ticket.Attempt is { Phase: AttemptPhase.Running } || mayStart
            ? new Refusal(RefusalCode.WrongState, $"{id} is being worked on. Pause the run or cancel the ticket first.")
            : null;
    }

    /// <summary>Per file what should stand there now, and what it is to become.</summary>
    public static ImmutableArray<FileTransition> Goal(TicketFiles files, bool isUndo) => files.Revert switch
    {
        { Files: var plan } when isUndo => [.. plan.Select(file => file with { Before = file.After, After = file.Before })],
        { Phase: not RevertPhase.Reverted, Files: var plan } => plan,
        _ => [.. files.Spans.Select(span => new FileTransition(span.Key, span.Value.Last, span.Value.First, span.Value.IsMixed))],
    };

    /// <summary>The intention: from here on the files are written.</summary>
    internal static Refusal? Begin(DecisionBuilder decision, TrackCommand.BeginRevert begin)
    {
        if (TicketDecisions.Find(decision.State, begin.TicketId, out TicketState ticket) is { } unknown)
        {
            return unknown;
        }

        if (WhyNot(decision.State, ticket, begin.IsUndo) is { } refused)
        {
            return refused;
        }

        ImmutableArray<FileTransition> goal = Goal(ticket.Files, begin.IsUndo);
        var found = begin.Found.ToDictionary(file => file.Path, file => file.Now, StringComparer.Ordinal);
        if (!goal.All(file => found.ContainsKey(file.Path)))
        {
            return new Refusal(RefusalCode.Stale, $"{begin.TicketId} has changed more files meanwhile. Ask again.");
        }

        ImmutableArray<FileTransition> moved = [.. goal.Where(file => HasMoved(file, found[file.Path]))];
        if (!moved.IsEmpty && !begin.IsForced)
        {
            return new Refusal(RefusalCode.FilesMoved, Describe(decision.State, ticket, begin.IsUndo, moved, found)) { Files = [.. moved.Select(file => file.Path)] };
        }

        bool goesOn = !begin.IsUndo && ticket.Files.Revert is { Phase: not RevertPhase.Reverted };
        decision.Add(new TrackEvent.RevertStarted(
            begin.TicketId,
            ticket.Files.Revert?.Number ?? ticket.Files.Reverts + 1,
            begin.IsUndo,
            begin.IsForced,
            begin.Tree,
            [.. goal.Select(file => file with { Before = goesOn && !HasMoved(file, found[file.Path]) ? file.Before : found[file.Path], IsMixed = false })]));
        return null;
    }

    /// <summary>The end: every file is written.</summary>
    internal static Refusal? Finish(DecisionBuilder decision, TrackCommand.FinishRevert finish)
    {
        RevertPhase expected = finish.IsUndo ? RevertPhase.Undoing : RevertPhase.Reverting;
        if (decision.State.Tickets.GetValueOrDefault(finish.TicketId)?.Files.Revert is not { } revert || revert.Phase != expected || revert.Number != finish.Number)
        {
            return new Refusal(RefusalCode.WrongState, $"No revert of {finish.TicketId} is under way. Look at its files, and ask again.");
        }

        decision.Add(new TrackEvent.ChangesReverted(finish.TicketId, finish.Number, finish.IsUndo));
        return null;
    }

    /// <summary>A file that stands already as it is to become has not moved.</summary>
    private static bool HasMoved(FileTransition file, FileVersion? now) => now != file.After && (file.IsMixed || now != file.Before);

    private static string Describe(
        TrackState state, TicketState ticket, bool isUndo, ImmutableArray<FileTransition> moved, Dictionary<string, FileVersion?> found)
    {
        string id = ticket.Definition.Id;
        IEnumerable<string> named = moved.Take(MostNamed).Select(file => $"{file.Path} ({WhoMoved(state, id, file, found[file.Path])})");
        string more = moved.Length > MostNamed ? $" and {moved.Length - MostNamed} more" : "";
        string what = isUndo ? $"the revert of {id}" : id;
        string anyway = isUndo
            ? "undo the revert with force: what stands there now is written over then, so copy first what you want to keep."
            : "revert with force: what stands there now is kept, and comes back when you undo that.";
        return $"Nothing was changed, because files are not what {what} left: {string.Join(", ", named)}{more}. "
            + $"Put them back or take over their changes by hand, or {anyway}";
    }

    private static string WhoMoved(TrackState state, string ticketId, FileTransition file, FileVersion? now)
    {
        if (file.IsMixed && now == file.Before)
        {
            return "others changed it in between";
        }

        string? other = state.Tickets.Values
            .Where(ticket => ticket.Definition.Id != ticketId && ticket.Files.Spans.TryGetValue(file.Path, out FileSpan? span) && span.Last == now)
            .Select(ticket => ticket.Definition.Id)
            .Order(StringComparer.Ordinal)
            .FirstOrDefault();
        return other is null ? (now is null ? "deleted since" : "changed since") : $"changed since by {other}";
    }
}
