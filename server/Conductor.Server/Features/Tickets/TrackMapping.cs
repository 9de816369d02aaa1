using Conductor.Core.Engine;
using Conductor.Core.Tickets;
using Conductor.Server.Features.Landing;
using Conductor.Server.Features.Usage;
using Conductor.Server.Hosting;
using Conductor.Server.Protocol;
using Conductor.Server.Storage;

namespace Conductor.Server.Features.Tickets;

/// <summary>A track, from the engine's shape to the wire's. Change messages hold only what changed, whatever the track's size.</summary>
internal static class TrackMapping
{
    /// <summary>The whole state.</summary>
    /// <param name="workspaceCap">Workers at a time that the workspace allows.</param>
    public static TrackSnapshot ToSnapshot(TrackState state, int workspaceCap, string modelLabel, IReadOnlyList<ProblemInfo> problems) => new(
        state.Header.TrackId,
        state.Revision,
        state.Header.Path,
        state.Header.Description,
        ToName(state.Run.Status),
        StatusDetail(state),
        ActiveTier.Of(state),
        state.Run.Options?.AutoQueue ?? false,
        state.Run.Options?.CapWithin(workspaceCap) ?? workspaceCap,
        modelLabel,
        [.. state.Graph.Tickets.Select(definition => TicketMapping.ToInfo(state, state.Tickets[definition.Id]))],
        UsageMapping.ToSummary(state.Usage),
        problems,
        BudgetMapping.OfRun(state),
        LandingMapping.ToInfo(state.Integration));

    /// <summary>The model of a track's run; of one that was never run, the model that it would be run with.</summary>
    public static string ModelOf(TrackState state, WorkspaceSettings settings) =>
        state.Run.Options?.Model is { Length: > 0 } chosen ? chosen : settings.Model;

    /// <summary>The track with nothing of it moved: only what is not recorded, its model's label, is another.</summary>
    /// <param name="workspaceCap">Workers at a time that the workspace allows.</param>
    public static TrackChanged ToChanged(TrackState state, int workspaceCap, string modelLabel) => ToChanged(state, workspaceCap, modelLabel, [], [], null);

    /// <summary>What one move changed.</summary>
    public static TrackChanged ToChanged(TrackMoved moved, string modelLabel)
    {
        TrackState state = moved.After;
        List<TrackEvent.TicketsDefined> definitions = [.. moved.Entries.Select(entry => entry.Event).OfType<TrackEvent.TicketsDefined>()];
        bool orderChanged = definitions.Any(defined => !defined.Order.IsDefaultOrEmpty
            || !defined.Removed.IsDefaultOrEmpty
            || defined.Upserted.Any(ticket => !moved.Before.Graph.Contains(ticket.Id)));
        return ToChanged(
            state,
            moved.WorkspaceCap,
            modelLabel,
            [.. Changed(moved).Select(ticket => TicketMapping.ToInfo(state, ticket))],
            orderChanged ? [.. moved.Before.Graph.Tickets.Where(ticket => !state.Tickets.ContainsKey(ticket.Id)).Select(ticket => ticket.Id)] : [],
            orderChanged ? [.. state.Graph.Tickets.Select(ticket => ticket.Id)] : null);
    }

    private static TrackChanged ToChanged(
        TrackState state, int workspaceCap, string modelLabel, IReadOnlyList<TicketInfo> tickets, IReadOnlyList<string> removed, IReadOnlyList<string>? order) => new(
        state.Header.TrackId,
        state.Revision,
        ToName(state.Run.Status),
        StatusDetail(state),
        ActiveTier.Of(state),
        state.Run.Options?.AutoQueue ?? false,
        state.Run.Options?.CapWithin(workspaceCap) ?? workspaceCap,
        modelLabel,
        tickets,
        removed,
        order,
        UsageMapping.ToSummary(state.Usage),
        BudgetMapping.OfRun(state),
        LandingMapping.ToInfo(state.Integration));

    /// <summary>The wire's word for a run's status.</summary>
    public static RunStatusName ToName(RunStatus status) => Enum.Parse<RunStatusName>(status.ToString());

    private static string StatusDetail(TrackState state) => state.Run switch
    {
        { Status: RunStatus.Paused, PauseCause: PauseCause.Interruption } => "The run was interrupted when its process ended. Resume it to go on where it stopped.",
        { Status: RunStatus.Paused, PauseCause: PauseCause.Unrecorded, Detail: var detail } =>
            $"The run was paused, because what happens in it cannot be recorded. {detail} Then resume it to go on where it stopped.",
        { Stopping: { } stopping } => stopping.Reason,
        { Detail: var detail } => detail,
    };

    /// <summary>
    /// The tickets that are no longer what they were. Only those an event names, their dependants, what was built on them and what is under way can have changed,
    /// except when the definition or the run as a whole moved: then every ready ticket may offer other actions.
    /// </summary>
    private static IEnumerable<TicketState> Changed(TrackMoved moved)
    {
        TrackState before = moved.Before;
        TrackState after = moved.After;
        if (moved.Entries.Any(entry => entry.Event is TrackEvent.TicketsDefined))
        {
            return after.Tickets.Values.Where(ticket => !ReferenceEquals(before.Tickets.GetValueOrDefault(ticket.Definition.Id), ticket));
        }

        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (JournalEntry entry in moved.Entries)
        {
            if (entry.Event.AboutTicket is { } ticketId && after.Tickets.ContainsKey(ticketId)
                && (IsListed(entry.Event) || WaitOf(before, ticketId) != WaitOf(after, ticketId) || StageOf(before, ticketId) != StageOf(after, ticketId)))
            {
                ids.Add(ticketId);
                if (!Equals(before.Tickets.GetValueOrDefault(ticketId)?.Outcome, after.Tickets[ticketId].Outcome))
                {
                    ids.UnionWith(after.Graph.DependentsOf(ticketId).Select(dependent => dependent.Id));
                }
            }
        }

        AddBuiltOn(ids, before, after);
        if (before.Run != after.Run)
        {
            ids.UnionWith(after.Active.Concat(after.Ready).Concat(after.ReadyInStepMode).Concat(after.ReadyForPerson).Concat(after.Requested).Select(key => key.TicketId));
        }

        return ids.Select(id => after.Tickets[id]);
    }

    /// <summary>Adds what became stale, or is it no more, with tickets that are there: those built on them, on those, and so on, and those next to them, whose reasons changed.</summary>
    private static void AddBuiltOn(HashSet<string> ids, TrackState before, TrackState after)
    {
        var open = new Queue<string>(ids);
        while (open.TryDequeue(out string? id))
        {
            foreach (TicketDefinition dependent in after.Graph.DependentsOf(id))
            {
                TicketState? was = before.Tickets.GetValueOrDefault(dependent.Id);
                TicketState now = after.Tickets[dependent.Id];
                if ((was?.StaleBecause != now.StaleBecause || now.IsStale) && ids.Add(dependent.Id) && was?.IsStale != now.IsStale)
                {
                    open.Enqueue(dependent.Id);
                }
            }
        }
    }

    private static ModelWait? WaitOf(TrackState state, string ticketId) => state.Tickets.GetValueOrDefault(ticketId)?.Attempt?.Waiting;

    private static TicketStageName? StageOf(TrackState state, string ticketId) => state.Tickets.GetValueOrDefault(ticketId) is { } ticket ? TicketStages.Of(ticket) : null;

    /// <summary>
    /// Whether lists may show the event's ticket otherwise than before. What happens with every step of a worker changes nothing in them
    /// until the step is over: its ticket would go out with each one, whole.
    /// </summary>
    private static bool IsListed(TrackEvent happened) => happened is not (
        TrackEvent.ModelCallStarted or TrackEvent.ModelCallFailed or TrackEvent.ConversationShortened or TrackEvent.ToolProposed or TrackEvent.ToolOvertaken or TrackEvent.ToolStarted or TrackEvent.ToolFinished
        or TrackEvent.CommandStarted or TrackEvent.CommandEnded or TrackEvent.CommandStillRunning or TrackEvent.TreeRecorded);
}
