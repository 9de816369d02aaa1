using System.Collections.Immutable;
using Conductor.Core.Approvals;
using Conductor.Core.Engine;
using Conductor.Core.Tickets;
using Conductor.Views;
using Conductor.Views.Reach;
using Conductor.Workers.Loop;
using Conductor.Workers.Projects;
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
        CodeLook look = tools.Look();
        ImmutableArray<ContextFile> files = await ContextFiles.ReadAsync(tools.Root, definition.ContextRequirements, tools.Outlines, look, cancellationToken);
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
            environment.Available)
        {
            EarlierWork = attempt.Earlier,
        };
        SpawnProposal proposal = await ComposeAsync(request, look, cancellationToken);
        bool isAskedAgain = attempt.SpawnAsks > 0;
        return proposal with
        {
            Note = NoteOf(NoteOf(isAskedAgain ? StaleNote : proposal.Note, StaleDependencies(state, definition)), DecisionCheck.WhyNot(environment, model)),
            EarlierPrompt = isAskedAgain && attempt.SpawnEdited ? attempt.Spawn?.Prompt : null,
            Budget = ticket.Definition.Budget is null ? null : Budgets.LimitsOf(ticket),
        };
    }

    /// <summary>
    /// What is known of other files depends on how far they have been read, so the basis is the prompt without it: an approval is asked for again when what the
    /// ticket names has changed, not when more is known around it.
    /// </summary>
    private async Task<SpawnProposal> ComposeAsync(ComposeRequest request, CodeLook look, CancellationToken cancellationToken)
    {
        ITokenCounter counter = environment.Tools.Tokens;
        ImmutableArray<FileView> views = PromptComposer.ViewsOf(request, counter);
        NeighbourText around = await AroundAsync(request, views, look, cancellationToken);
        SpawnProposal proposal = PromptComposer.Compose(request with { Around = around }, views, counter);
        if (request.Files.All(file => file.OtherParts.IsEmpty))
        {
            return around.Text.Length == 0 ? proposal : proposal with { BasisHash = PromptComposer.Compose(request, views, counter).BasisHash };
        }

        ComposeRequest bare = request with { Files = [.. request.Files.Select(file => file with { OtherParts = [] })] };
        return proposal with { BasisHash = PromptComposer.Compose(bare, counter).BasisHash };
    }

    private async Task<NeighbourText> AroundAsync(ComposeRequest request, ImmutableArray<FileView> views, CodeLook look, CancellationToken cancellationToken)
    {
        if (request.Files is not [{ Text: { } text }, ..])
        {
            return NeighbourText.Empty;
        }

        int room = Math.Min(CodeLook.TokensFor(views[0]), PromptComposer.ContextTokens - views.Sum(view => view.Tokens) - (PromptComposer.FrameTokens * (views.Length + 1)));
        return await look.AroundAsync(views[0], text, room, environment.Tools.Tokens, cancellationToken);
    }

    /// <summary>Which of what it is to be built on may not fit any more what that was built on itself.</summary>
    private static string? StaleDependencies(TrackState state, TicketDefinition definition)
    {
        string[] stale = [.. definition.DependsOn.Where(id => state.Tickets.GetValueOrDefault(id) is { IsStale: true })];
        return stale.Length == 0 ? null : $"It is built on {string.Join(" and ", stale)}, which {(stale.Length == 1 ? "is" : "are")} stale: retry or confirm {(stale.Length == 1 ? "it" : "them")} first, or go on as {(stale.Length == 1 ? "it stands" : "they stand")}.";
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
