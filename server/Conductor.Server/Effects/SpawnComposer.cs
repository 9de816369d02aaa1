using System.Collections.Immutable;
using Conductor.Core.Approvals;
using Conductor.Core.Engine;
using Conductor.Core.Tickets;
using Conductor.Workers.Loop;
using Conductor.Workers.Prompts;
using Conductor.Workers.Tools;

namespace Conductor.Server.Effects;

/// <summary>Composes what a worker would be sent, from the track's state and the workspace's files of this moment.</summary>
internal sealed class SpawnComposer(WorkerEnvironment environment)
{
    private const string StaleNote = "Files it is based on have changed since it was approved, so it is asked again.";

    /// <summary>Reads the ticket's context files and composes prompt and context.</summary>
    public async Task<SpawnProposal> ComposeAsync(TrackState state, TicketState ticket, AttemptState attempt, string defaultModel, CancellationToken cancellationToken)
    {
        TicketDefinition definition = attempt.Definition;
        ToolContext tools = environment.Tools;
        ImmutableArray<ContextFile> files = await ContextFiles.ReadAsync(tools.Root, definition.ContextRequirements, tools.Outlines, cancellationToken);
        string model = definition.Model ?? (state.Run.Options is { Model.Length: > 0 } options ? options.Model : defaultModel);
        var request = new ComposeRequest(
            definition,
            state.Header.Description,
            state.Header.Context ?? "",
            files,
            [.. definition.DependsOn.Select(dependency => Result(state, dependency)).OfType<DependencyResult>()],
            [.. ticket.Notes],
            Describe(ticket.PreviousOutcome),
            model,
            environment.Available);
        SpawnProposal proposal = PromptComposer.Compose(request, tools.Tokens);
        bool isAskedAgain = attempt.SpawnAsks > 0;
        return proposal with
        {
            Note = NoteOf(isAskedAgain ? StaleNote : proposal.Note, DecisionCheck.WhyNot(environment, model)),
            EarlierPrompt = isAskedAgain && attempt.SpawnEdited ? attempt.Spawn?.Prompt : null,
            Budget = ticket.Definition.Budget is null ? null : Budgets.LimitsOf(ticket),
        };
    }

    private static string? NoteOf(string? note, string? problem) => (note, problem) switch
    {
        (null, _) => problem,
        (_, null) => note,
        _ => $"{problem} {note}",
    };

    /// <summary>Also of a ticket that was taken out of the file since the attempt was set up; null for one that never was there.</summary>
    private static DependencyResult? Result(TrackState state, string dependency)
    {
        if ((state.Tickets.GetValueOrDefault(dependency) ?? state.Departed.GetValueOrDefault(dependency)) is not { } source)
        {
            return null;
        }

        (string summary, DependencyAcceptance accepted) = source.Outcome switch
        {
            TicketOutcome.Completed completed => (completed.Summary, DependencyAcceptance.Completed),
            TicketOutcome.Skipped skipped => (skipped.Reason, DependencyAcceptance.Skipped),
            _ => ("", DependencyAcceptance.Waived),
        };
        return new DependencyResult(dependency, source.Definition.DisplayTitle, summary, accepted);
    }

    private static string? Describe(TicketOutcome? outcome) => outcome switch
    {
        TicketOutcome.Blocked blocked => $"It ended BLOCKED ({blocked.Kind}): {blocked.Reason}",
        TicketOutcome.Failed failed => $"It failed: {failed.Error}",
        TicketOutcome.Cancelled cancelled => $"It was cancelled: {cancelled.Reason}",
        TicketOutcome.Completed completed => $"It was completed: {completed.Summary}",
        TicketOutcome.Skipped skipped => $"It was skipped: {skipped.Reason}",
        _ => null,
    };
}
