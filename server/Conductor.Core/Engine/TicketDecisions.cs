using Conductor.Core.Landing;
using Conductor.Core.Tickets;

namespace Conductor.Core.Engine;

/// <summary>Decides what a person asks of one ticket.</summary>
internal static class TicketDecisions
{
    /// <summary>Run Ticket. Begins a run without auto-queue when none is alive: nobody asked for the other tickets.</summary>
    public static Refusal? Request(DecisionBuilder decision, TrackCommand.RequestTicket request)
    {
        if (Find(decision.State, request.TicketId, out TicketState ticket) is { } unknown)
        {
            return unknown;
        }

        if (ticket.Attempt is not null || (ticket.IsRequested && decision.State.Run.IsAlive))
        {
            return null;
        }

        if (ticket.Outcome is { } outcome)
        {
            return new Refusal(RefusalCode.WrongState, $"{request.TicketId} is {outcome.Status}. Retry it to run it again.");
        }

        if (ticket.Definition.IsForPerson)
        {
            return new Refusal(RefusalCode.WrongState, $"{request.TicketId} is assigned to {ticket.Definition.AssignedTo}. Do it, then mark it as done.");
        }

        if (ticket.UnmetDependencies > 0)
        {
            return WaitsFor(decision.State, ticket, "Run");
        }

        if (decision.State.Run.Status == RunStatus.Paused)
        {
            return new Refusal(RefusalCode.WrongState, "The run is paused. Resume it first.");
        }

        if (decision.State.Run.Stopping is not null)
        {
            return new Refusal(RefusalCode.WrongState, "The run is just ending. Run the ticket once it has ended.");
        }

        BeginRunIfNone(decision, request.Model, request.Place, options => options with { AutoQueue = false });
        decision.Add(new TrackEvent.TicketRequested(request.TicketId));
        return null;
    }

    /// <summary>Another attempt at a ticket that ended. Begins a run with the options of the last one when none is alive.</summary>
    public static Refusal? Retry(DecisionBuilder decision, TrackCommand.RetryTicket retry)
    {
        if (Find(decision.State, retry.TicketId, out TicketState ticket) is { } unknown)
        {
            return unknown;
        }

        if (ticket.Attempt is not null)
        {
            return new Refusal(RefusalCode.WrongState, $"{retry.TicketId} is being worked on. Cancel it before you retry it, or send its worker a message.");
        }

        if (ticket.Outcome is null)
        {
            return new Refusal(RefusalCode.WrongState, $"{retry.TicketId} has not ended, so there is nothing to retry. Run it instead.");
        }

        if (decision.State.Run.Stopping is not null)
        {
            return new Refusal(RefusalCode.WrongState, "The run is just ending. Retry the ticket once it has ended.");
        }

        AttemptEnding.Overturn(decision, retry.TicketId, new TrackEvent.TicketReset(retry.TicketId, retry.Note));
        if (decision.State.Run.Status != RunStatus.Paused)
        {
            BeginRunIfNone(decision, retry.Model, retry.Place, options => options);
        }

        if (decision.State.Tickets[retry.TicketId] is { IsReady: true, Definition.IsForPerson: false })
        {
            decision.Add(new TrackEvent.TicketRequested(retry.TicketId));
        }

        return null;
    }

    /// <summary>Skips a ticket that is not accepted; a worker that has it is stopped.</summary>
    public static Refusal? Skip(DecisionBuilder decision, TrackCommand.SkipTicket skip)
    {
        if (Find(decision.State, skip.TicketId, out TicketState ticket) is { } unknown)
        {
            return unknown;
        }

        if (ticket.Outcome is { IsAccepted: true } outcome)
        {
            return new Refusal(RefusalCode.WrongState, $"{skip.TicketId} is {outcome.Status} already. Retry it to run it again.");
        }

        Settle(decision, ticket, new TicketOutcome.Skipped(skip.Reason));
        return null;
    }

    /// <summary>Marks a ticket as done by a person.</summary>
    public static Refusal? MarkDone(DecisionBuilder decision, TrackCommand.MarkTicketDone done)
    {
        if (Find(decision.State, done.TicketId, out TicketState ticket) is { } unknown)
        {
            return unknown;
        }

        if (ticket.Outcome is { IsAccepted: true } outcome)
        {
            return new Refusal(RefusalCode.WrongState, $"{done.TicketId} is {outcome.Status} already. Retry it to run it again.");
        }

        if (ticket.Definition.IsForPerson && ticket.UnmetDependencies > 0)
        {
            return WaitsFor(decision.State, ticket, "Finish");
        }

        if (ticket.Attempt is { Phase: AttemptPhase.Submitted or AttemptPhase.Landing })
        {
            return new Refusal(RefusalCode.WrongState, $"The work of {done.TicketId} waits to land, and would be left out. Land it, which completes the ticket, or reject it first.");
        }

        Settle(decision, ticket, new TicketOutcome.Completed(done.Summary));
        return null;
    }

    /// <summary>Cancels a ticket that has not ended.</summary>
    public static Refusal? Cancel(DecisionBuilder decision, TrackCommand.CancelTicket cancel)
    {
        if (Find(decision.State, cancel.TicketId, out TicketState ticket) is { } unknown)
        {
            return unknown;
        }

        if (ticket.Outcome is { } outcome)
        {
            return new Refusal(RefusalCode.WrongState, $"{cancel.TicketId} is {outcome.Status}; there is nothing to cancel. Retry it to run it again.");
        }

        Settle(decision, ticket, new TicketOutcome.Cancelled(cancel.Reason));
        return null;
    }

    /// <summary>Lets a ticket start without one of its dependencies.</summary>
    public static Refusal? Waive(DecisionBuilder decision, TrackCommand.WaiveDependency waive)
    {
        if (Find(decision.State, waive.TicketId, out TicketState ticket) is { } unknown)
        {
            return unknown;
        }

        if (!ticket.Definition.DependsOn.Contains(waive.Dependency))
        {
            string known = ticket.Definition.DependsOn.IsEmpty ? "It waits for no ticket." : $"Name one of {string.Join(", ", ticket.Definition.DependsOn)}.";
            return new Refusal(RefusalCode.WrongState, $"{waive.TicketId} does not depend on {waive.Dependency}. {known}");
        }

        if (!ticket.Waived.Contains(waive.Dependency))
        {
            decision.Add(new TrackEvent.DependencyWaived(waive.TicketId, waive.Dependency));
        }

        return null;
    }

    /// <summary>Queues a person's message for the worker.</summary>
    public static Refusal? Send(DecisionBuilder decision, TrackCommand.SendMessage send)
    {
        if (Find(decision.State, send.TicketId, out TicketState ticket) is { } unknown)
        {
            return unknown;
        }

        if (ticket.Attempt is not { Phase: AttemptPhase.Running or AttemptPhase.Suspended } attempt)
        {
            return new Refusal(RefusalCode.WrongState, $"{send.TicketId} has no worker to tell. Answer and retry it, or edit its description.");
        }

        if (string.IsNullOrWhiteSpace(send.Text))
        {
            return new Refusal(RefusalCode.WrongState, "The message is empty. Write what the worker should know.");
        }

        decision.Add(new TrackEvent.MessageSent(send.TicketId, attempt.Number, send.Text));
        return null;
    }

    /// <summary>Sets the ticket, or a refusal that names the ids that exist.</summary>
    internal static Refusal? Find(TrackState state, string ticketId, out TicketState ticket)
    {
        if (state.Tickets.TryGetValue(ticketId, out TicketState? found))
        {
            ticket = found;
            return null;
        }

        ticket = new TicketState(new TicketDefinition(ticketId, ""));
        string? near = new Graph.Suggestion(state.Graph.Tickets.Select(known => known.Id)).For(ticketId);
        return new Refusal(RefusalCode.UnknownTicket, $"The track has no ticket {ticketId}." + (near is null ? " Look at the list of its tickets." : $" Did you mean {near}?"));
    }

    /// <summary>Gives the ticket its outcome; a worker that has it is stopped.</summary>
    internal static void Settle(DecisionBuilder decision, TicketState ticket, TicketOutcome outcome)
    {
        if (ticket.Attempt is null)
        {
            AttemptEnding.Overturn(decision, ticket.Definition.Id, new TrackEvent.TicketSettled(ticket.Definition.Id, outcome));
        }
        else
        {
            AttemptEnding.EndIfActive(decision, ticket.Definition.Id, outcome);
        }
    }

    private static void BeginRunIfNone(DecisionBuilder decision, string model, RunPlace? place, Func<RunOptions, RunOptions> choose)
    {
        RunState run = decision.State.Run;
        if (!run.IsAlive)
        {
            RunOptions options = run.Options ?? new RunOptions { AutoQueue = false };
            options = place is null ? options : options with { Isolation = place.Isolation, Landing = place.Landing };
            decision.StartRun(choose(string.IsNullOrEmpty(model) ? options : options with { Model = model }));
        }
    }

    private static Refusal WaitsFor(TrackState state, TicketState ticket, string firstDo)
    {
        string[] waits = [.. Explanation.UnmetDependencies(state, ticket)];
        string id = ticket.Definition.Id;
        return new Refusal(RefusalCode.NotReady, $"{id} waits for {string.Join(", ", waits)}. {firstDo} {(waits.Length == 1 ? "it" : "those")} first, or {Explanation.Waive(id)}.");
    }
}
