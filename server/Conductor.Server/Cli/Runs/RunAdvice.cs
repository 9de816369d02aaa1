using Conductor.Core.Engine;
using Conductor.Core.Tickets;
using Conductor.Core.Usage;
using Conductor.Server.Hosting;
using Conductor.Workers.Models;

namespace Conductor.Server.Cli.Runs;

/// <summary>What to do about a run that ended without success, by what held each of its tickets up.</summary>
internal sealed class RunAdvice(ConductorWorkspace workspace, NextCommands commands)
{
    private const int MostSentences = 4;
    private const string AnotherModel = "ID";

    private readonly Dictionary<string, NoAnswer> _failures = new(StringComparer.Ordinal);

    /// <summary>Takes note of why models gave no answer.</summary>
    public void Note(TrackMoved moved)
    {
        foreach (TrackEvent happened in moved.Entries.Select(entry => entry.Event))
        {
            if (happened is TrackEvent.ModelCallFailed { RetryAt: null, Tier: Tier.Worker } failed && ModelFailureKinds.KindOf(failed.Kind) is { } kind)
            {
                _failures[failed.TicketId] = new NoAnswer(kind, failed.Model, failed.Turn);
            }
            else if (happened is TrackEvent.ModelAnswered { Tier: Tier.Worker } or TrackEvent.AttemptPrepared)
            {
                _failures.Remove(happened.AboutTicket ?? "");
            }
        }
    }

    /// <summary>After a run that failed or is blocked.</summary>
    public string After(TrackState state)
    {
        if (state.Header.Path is not { } path)
        {
            return "Answer and retry its tickets in the editor.";
        }

        List<AdviceStep> steps = [.. state.Unaccepted.Select(key => StepFor(state, state.Tickets[key.TicketId], path)).Distinct()];
        string sentences = string.Join("\n", steps.Select(step => step.Sentence).Distinct().Take(MostSentences));
        string left = string.Concat(state.Unaccepted.Select(key => state.Tickets[key.TicketId])
            .Select(ticket => LandingDecisions.LeftInConflict(ticket) is { } words ? $"{ticket.Definition.Id}: {TerminalWords.Of(words)}\n" : ""));
        string answers = string.Join(' ', steps.Select(step => step.Option).Where(option => option.Length > 0).Take(MostSentences));
        return $"{left}{sentences}\nThen try again with: {commands.Run(state, path, steps.Exists(step => step.NeedsModel) ? AnotherModel : null, answers, steps.Exists(step => step.Asks))}";
    }

    /// <summary>After a run that a person cancelled.</summary>
    public string AfterCancel(TrackState state) => state.Header.Path is { } path
        ? $"A cancelled run is not resumed. A new one keeps what is done and begins its other tickets anew: {commands.Run(state, path)}"
        : "Answer and retry its tickets in the editor.";

    private AdviceStep StepFor(TrackState state, TicketState ticket, string path)
    {
        string id = ticket.Definition.Id;
        string model = ticket.Definition.Model ?? state.Run.Options?.Model ?? "";
        if (_failures.TryGetValue(id, out NoAnswer? failure))
        {
            return Of(failure, ticket, path);
        }

        return ticket.Outcome switch
        {
            TicketOutcome.Failed { Cause: TicketOutcome.KeyCause } => Of(new NoAnswer(ModelFailureKind.Auth, model), ticket, path),
            _ when workspace.Models.Resolve(model) is ModelResolution.Refused { KeyOf: var account } =>
                Of(new NoAnswer(account is null ? ModelFailureKind.UnknownModel : ModelFailureKind.Auth, model), ticket, path),
            TicketOutcome.Blocked { Kind: "contextTooLong" } => Of(new NoAnswer(ModelFailureKind.ContextTooLong, model), ticket, path),
            TicketOutcome.Blocked { Kind: "declined" } => Of(new NoAnswer(ModelFailureKind.Declined, model), ticket, path),
            TicketOutcome.Blocked { Reason: var reason } when Questions.IsOfDemo(reason) => Of(new NoAnswer(ModelFailureKind.UnknownModel, ""), ticket, path),
            _ when Questions.QuestionOf(ticket) is not null => new AdviceStep($"Answer {id}.", $"--answer {AnswerOption.For(id)}"),
            TicketOutcome.Blocked { Kind: "rejected" } when commands.RejectsAll => new AdviceStep("Decide its gates at a terminal, or have them approved with --approve all.", Asks: true),
            TicketOutcome.Blocked { Kind: LandingDecisions.BlockedKind } => new AdviceStep($"Tell the next worker of {id} what its work lacked.{(IsKept(ticket) ? " What there is of it is kept." : "")}", $"--answer {AnswerOption.For(id)}"),
            TicketOutcome.Blocked { Kind: "inDoubt" } => new AdviceStep($"See what became of the interrupted call of {id}, and put right by hand what is not as it should be."),
            _ => new AdviceStep($"Change what held it up (the ticket's description, its files), or tell its worker something with --answer ID={AnswerOption.Placeholder}."),
        };
    }

    private bool IsKept(TicketState ticket) => ticket.Unlanded is { Tree.Folder: var folder } && Directory.Exists(Path.Combine(workspace.Folder.Root, folder));

    private AdviceStep Of(NoAnswer failure, TicketState ticket, string path) => ModelAdvice.Of(
        failure, workspace.Providers.Table.Find(ModelId.Parse(failure.Model).Provider), ticket.Definition.Id, ticket.Definition.Model is null ? null : path);
}
