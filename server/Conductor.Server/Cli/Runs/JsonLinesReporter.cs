using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Conductor.Core.Approvals;
using Conductor.Core.Tickets;
using Conductor.Core.Usage;
using Conductor.Server.Effects;
using Conductor.Server.Features.Approvals;
using Conductor.Server.Features.Tickets;
using Conductor.Server.Features.Usage;
using Conductor.Server.Hosting;
using Conductor.Server.Protocol;
using Conductor.Server.Storage;

namespace Conductor.Server.Cli.Runs;

/// <summary>For programs: one JSON event per line, flushed, and nothing else. Members are camelCase; absent means there is none.</summary>
internal sealed class JsonLinesReporter(Terminal terminal, RunFacts facts) : IRunReporter
{
    private bool _hasBegun;
    private TrackState? _state;

    /// <inheritdoc/>
    public void Show(RunNews news)
    {
        if (news is RunNews.Output { Piece: var piece })
        {
            Write("worker_output", terminal.Time.GetUtcNow(), ToOutput(piece));
        }
        else if (news is RunNews.Moved { Move: var moved })
        {
            _state = moved.After;
            ShowMove(moved);
        }
    }

    /// <inheritdoc/>
    public void Settle()
    {
    }

    /// <inheritdoc/>
    public Task MakeRoomAsync() => Task.CompletedTask;

    /// <inheritdoc/>
    public Task FinishAsync(RunEnd end)
    {
        TrackState state = end.State;
        Write("run_finished", terminal.Time.GetUtcNow(), new
        {
            state.Header.TrackId,
            Status = TrackMapping.ToName(end.Status),
            end.Detail,
            end.Next,
            Merge = end.Merge.Length > 0 ? end.Merge : null,
            end.ExitCode,
            Accepted = state.AcceptedCount,
            Tickets = state.Tickets.Count,
            Usage = UsageMapping.ToSummary(state.Usage),
            Budget = BudgetMapping.OfRun(state),
        });
        return Task.CompletedTask;
    }

    private void ShowMove(TrackMoved moved)
    {
        if (!_hasBegun)
        {
            _hasBegun = true;
            Write("run_started", moved.At ?? terminal.Time.GetUtcNow(), Opening(moved.After));
            foreach (ApprovalRequest open in moved.Before.OpenApprovals.Values)
            {
                // Left open by an earlier process, or opened just now because that one died: nobody has told of them here.
                Write("approval_requested", open.RequestedAt, ApprovalMapping.ToInfo(moved.Before, open, facts.LabelOf));
            }
        }

        foreach (JournalEntry entry in moved.Entries)
        {
            if (Describe(moved, entry.Event) is var (name, payload))
            {
                Write(name, entry.At, payload);
            }
        }

        foreach (TicketInfo ticket in TicketMoves.Of(moved))
        {
            Write("ticket_changed", moved.At ?? terminal.Time.GetUtcNow(), new
            {
                moved.TrackId,
                TicketId = ticket.Id,
                Attempt = ticket.Attempts,
                ticket.Title,
                ticket.Status,
                ticket.State,
                ticket.Detail,
                ticket.OutcomeKind,
                ticket.Notice,
                ticket.WaitingOn,
                ticket.ChangedFiles,
                ticket.Usage,
                ticket.Waiting,
                ticket.Budget,
                ticket.Stale,
                ticket.Tree,
                ticket.Landed,
                ActiveTier = Core.Engine.ActiveTier.Of(moved.After),
            });
        }
    }

    private object Opening(TrackState state) => new
    {
        state.Header.TrackId,
        state.Header.Path,
        state.Header.Description,
        facts.Workspace,
        facts.Model,
        facts.ModelLabel,
        Approve = facts.Approve.ToString().ToLowerInvariant(),
        Resumed = facts.IsResumed,
        facts.MaxParallel,
        state.Run.Options?.StepMode,
        Isolation = state.Run.Options?.Isolation.ToString().ToLowerInvariant(),
        Landing = state.Run.Options?.Landing.ToString().ToLowerInvariant(),
        Tickets = state.Graph.Tickets.Select(ticket => new
        {
            TicketId = ticket.Id,
            Title = ticket.DisplayTitle,
            Status = TicketMapping.StatusOf(state.Tickets[ticket.Id]),
            ticket.DependsOn,
        }),
    };

    private (string Name, object Payload)? Describe(TrackMoved moved, TrackEvent happened) => happened switch
    {
        TrackEvent.ApprovalRequested { Request: var request } => ("approval_requested", ApprovalMapping.ToInfo(moved.After, request, facts.LabelOf)),
        TrackEvent.ApprovalDecided e => ("approval_resolved", Resolved(moved, e)),
        TrackEvent.ApprovalWithdrawn e => (
            "approval_resolved", new { moved.TrackId, e.TicketId, Attempt = Told(moved, e), e.ApprovalId, Decision = "withdrawn", e.Reason }),
        TrackEvent.ToolStarted e => (
            "tool_started", new { moved.TrackId, e.TicketId, Attempt = Told(moved, e), e.CallId, Tool = ToolCalls.NameOf(moved, e.TicketId, e.CallId), Arguments = Parse(e.Arguments) }),
        TrackEvent.ToolFinished e => (
            "tool_finished", new { moved.TrackId, e.TicketId, Attempt = Told(moved, e), e.CallId, Tool = ToolCalls.NameOf(moved, e.TicketId, e.CallId), e.Failed, e.ExitCode, e.Result }),
        TrackEvent.BudgetWarned e => ("budget_warned", new { moved.TrackId, TicketId = e.ForTicket, e.Kind, e.Limit, e.Detail }),
        TrackEvent.ModelAnswered e => ("model_called", Called(moved, e)),
        TrackEvent.ModelCallFailed e => ("model_failed", Failed(moved, e)),
        _ => null,
    };

    private static object Resolved(TrackMoved moved, TrackEvent.ApprovalDecided decided) => new
    {
        moved.TrackId,
        decided.TicketId,
        Attempt = Told(moved, decided),
        decided.ApprovalId,
        Kind = KindOf(moved, decided.ApprovalId),
        Decision = ApprovalMapping.ToName(decided.Decision.Choice),
        decided.Decision.By,
        decided.Decision.Reason,
        Edited = decided.Decision.IsEdited,
    };

    /// <summary>A gate may have opened in the same move that answered it.</summary>
    private static ApprovalKind KindOf(TrackMoved moved, string approvalId) =>
        moved.Entries.Select(entry => entry.Event).OfType<TrackEvent.ApprovalRequested>().Select(asked => asked.Request).FirstOrDefault(request => request.ApprovalId == approvalId)
            is { } asked ? ApprovalMapping.KindOf(asked)
            : moved.Before.OpenApprovals.TryGetValue(approvalId, out ApprovalRequest? open) ? ApprovalMapping.KindOf(open)
            : ApprovalKind.Spawn;

    private static object Called(TrackMoved moved, TrackEvent.ModelAnswered answered) => new
    {
        moved.TrackId,
        answered.TicketId,
        Attempt = Told(moved, answered),
        answered.Turn,
        Tier = (int)answered.Tier,
        TierName = UsageMapping.NameOf(answered.Tier),
        answered.Model,
        Usage = UsageMapping.ToFigures(answered.Usage),
        answered.Estimated,
        Text = answered.Tier == Tier.Worker ? answered.Text : null,
    };

    private static object Failed(TrackMoved moved, TrackEvent.ModelCallFailed failed) => new
    {
        moved.TrackId,
        failed.TicketId,
        Attempt = Told(moved, failed),
        failed.Turn,
        Tier = (int)failed.Tier,
        TierName = UsageMapping.NameOf(failed.Tier),
        failed.Model,
        failed.Kind,
        failed.Message,
        failed.RetryAt,
    };

    private static int Told(TrackMoved moved, IAttemptEvent about) => moved.After.NumberTold(about.TicketId, about.Attempt);

    private object ToOutput(OutputPiece piece) =>
        new { piece.TrackId, piece.TicketId, Attempt = _state?.NumberTold(piece.TicketId, piece.Attempt) ?? piece.Attempt, piece.StreamId, piece.Sequence, piece.Text, piece.Status };

    /// <summary>Arguments as JSON; a model's broken ones as the text they are.</summary>
    private static JsonNode? Parse(string arguments)
    {
        try
        {
            return JsonNode.Parse(arguments);
        }
        catch (JsonException)
        {
            return JsonValue.Create(arguments);
        }
    }

    private void Write(string name, DateTimeOffset at, object payload) => terminal.Output.WriteLine(JsonLine.Of(
        payload, new("event", name), new("at", at.ToString("O", CultureInfo.InvariantCulture))));
}
